import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Certificate } from "./certificate.js";
import { HAS_IPV6 } from "./ports.js";

/** Replacements of the ports, sockets and files in the documented configurations. */
export interface Places {
  /** The port of each listener, by its documented port: 8080, 8443, and 8081, 8082 inside a chain. */
  readonly ports: ReadonlyMap<number, number>;
  /** Instead of /run/app/app.sock. */
  readonly appSocket: string;
  /** Instead of /etc/ssl/app/. */
  readonly certificate: Certificate;
  /** Instead of /srv/app: the directory of the CGI examples. */
  readonly programs: string;
}

/** The documented port of the application. */
export const APP_PORT = 3000;
/** The documented ports of the proxies: HTTP, TLS, then those inside a chain. */
export const LISTENER_PORTS: readonly number[] = [8080, 8443, 8081, 8082];

/** Reads a configuration file as the documentation shows it. */
export function readConfiguration(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../configs/${name}`, import.meta.url)), "utf8");
}

/**
 * Replaces the ports and paths by this run's, and puts every listener on loopback: the documented ones listen on all
 * addresses, as a deployment would.
 */
export function placeConfiguration(text: string, places: Places): string {
  const { certificate } = places;
  let placed = text
    .replaceAll("/etc/ssl/app/both.pem", certificate.both)
    .replaceAll("/etc/ssl/app/cert.pem", certificate.certificate)
    .replaceAll("/etc/ssl/app/key.pem", certificate.key)
    .replaceAll("/run/app/app.sock", places.appSocket)
    .replaceAll("/etc/ssl/app", dirname(certificate.certificate))
    .replaceAll("/srv/app", places.programs)
    .replaceAll("/usr/bin/node", process.execPath);
  for (const port of LISTENER_PORTS) placed = listenOnLoopback(placed, port);
  for (const [shown, used] of places.ports) placed = placed.replace(new RegExp(`\\b${shown}\\b`, "g"), String(used));
  return placed;
}

function listenOnLoopback(text: string, port: number): string {
  const both = HAS_IPV6 ? text : dropIpv6(text, port);
  return both
    .replaceAll(`listen ${port}`, `listen 127.0.0.1:${port}`) // nginx
    .replaceAll(`listen [::]:${port}`, `listen [::1]:${port}`)
    .replaceAll(`Listen ${port}`, `Listen 127.0.0.1:${port}${HAS_IPV6 ? `\nListen [::1]:${port}` : ""}`) // Apache
    .replaceAll(`bind :::${port} v4v6`, `bind 127.0.0.1:${port},[::1]:${port}`) // HAProxy
    .replaceAll(`server.port = ${port}`, `server.port = ${port}\nserver.bind = "127.0.0.1"`) // lighttpd
    .replaceAll(`"[::]:${port}"`, `"[::1]:${port}"`)
    .replaceAll(`":${port}"`, `"127.0.0.1:${port}"`)
    .replace(new RegExp(`^http_port ${port}(.*)$`, "m"), squidListeners(port))
    .replaceAll(`STRING ${port} ${port}:ipv6`, `STRING ${port}:ip-in=127.0.0.1 ${port}:ipv6:ip-in=[::1]`) // Traffic Server
    .replaceAll(`STRING ${port}:ssl`, `STRING ${port}:ssl:ip-in=127.0.0.1`)
    .replaceAll(`STRING ${port}\n`, `STRING ${port}:ip-in=127.0.0.1\n`);
}

/** Removes the listeners that a machine without IPv6 refuses. */
function dropIpv6(text: string, port: number): string {
  return text
    .replace(new RegExp(`^ *listen \\[::\\]:${port}.*\n`, "m"), "")
    .replaceAll(`bind :::${port} v4v6`, `bind 127.0.0.1:${port}`)
    .replaceAll(`$SERVER["socket"] == "[::]:${port}" { }`, "")
    .replaceAll(`STRING ${port} ${port}:ipv6`, `STRING ${port}`);
}

function squidListeners(port: number): string {
  return `http_port 127.0.0.1:${port}$1${HAS_IPV6 ? `\nhttp_port [::1]:${port}$1` : ""}`;
}
