import { setField, type HeaderFields } from "../../headers/header-fields.js";
import type { RequestFacts } from "../../resolution.js";
import { readHeaders, type Environ } from "./variables.js";

/** The facts of a request, read from its variables. */
export type EnvironFacts = RequestFacts & { readonly headers: HeaderFields };

/** Reads the facts of a request from its variables; without HTTP_HOST, the host is SERVER_NAME with SERVER_PORT. */
export function readFacts(environ: Environ): EnvironFacts {
  const headers = readHeaders(environ);
  const host = environ["HTTP_HOST"] ? environ["HTTP_HOST"] : formatServerHost(environ);
  if (host === undefined) delete headers["host"];
  else setField(headers, "host", host);
  return {
    headers,
    peerAddress: readPeer(environ["REMOTE_ADDR"]),
    peerPort: readPort(environ["REMOTE_PORT"]),
    encrypted: isEncrypted(environ),
    prefix: formatPrefix(environ["SCRIPT_NAME"] ?? ""),
  };
}

/** nginx writes `unix:` if its own peer connected by a unix-domain socket. */
function readPeer(address: string | undefined): string | undefined {
  return address === "unix:" ? "unix" : address;
}

function readPort(text: string | undefined): number | undefined {
  const port = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= 65535 ? port : undefined;
}

/**
 * Returns whether the client's connection to the server is TLS, by any of the variables that servers use for it. None
 * of them can be a header: the variables of headers begin with HTTP_.
 */
function isEncrypted(environ: Environ): boolean {
  return isOn(environ["HTTPS"]) || environ["REQUEST_SCHEME"] === "https" || environ["wsgi.url_scheme"] === "https";
}

/** Returns whether HTTPS is on; some servers write `off`, or an empty text, rather than leave it out. */
export function isOn(https: string | undefined): boolean {
  const text = https?.toLowerCase();
  return text === "on" || text === "1" || text === "yes";
}

function formatServerHost(environ: Environ): string | undefined {
  const name = environ["SERVER_NAME"];
  if (name === undefined || name === "") return undefined;
  const port = environ["SERVER_PORT"];
  const colon = name.indexOf(":");
  // An IPv6 address without its brackets has two colons or more; with one, HAProxy has put the port in.
  const isBareIpv6 = colon >= 0 && !name.startsWith("[") && name.includes(":", colon + 1);
  const hostname = isBareIpv6 ? `[${name}]` : name;
  const hasPort = colon >= 0 && !hostname.startsWith("[");
  return hasPort || port === undefined || port === "" ? hostname : `${hostname}:${port}`;
}

/**
 * Returns SCRIPT_NAME, which is percent-decoded, as the path of a URL; `""` if it is no path to put in front of others.
 * Some servers put the whole path of the request there, so that a client can write it.
 */
function formatPrefix(scriptName: string): string {
  const path = scriptName.endsWith("/") ? scriptName.slice(0, -1) : scriptName;
  const [first, ...segments] = path.split("/");
  if (first !== "" || segments.length === 0) return "";
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".." || UNSAFE.test(segment)))
    return "";
  return path.replaceAll(NOT_OF_A_PATH, percentEncode);
}

// The characters that a URL parser takes for a slash, drops, or fails on.
const UNSAFE = /[\\\p{Cc}\p{Cs}]/u;
// All but the pchar of RFC 3986 section 3.3, and the slash.
const NOT_OF_A_PATH = /[^\w\-.~!$&'()*+,;=:@/]/gu;

function percentEncode(character: string): string {
  return encodeURIComponent(character);
}
