import { accessSync, constants } from "node:fs";
import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";

/** The proxies that the tests can start. */
export type ProxyName = "nginx" | "apache" | "haproxy" | "lighttpd" | "caddy" | "varnish" | "squid" | "trafficserver";

interface Program {
  readonly binary: string;
  readonly versionArguments: readonly string[];
}

const PROGRAMS: Readonly<Record<ProxyName, Program>> = {
  nginx: { binary: "nginx", versionArguments: ["-v"] },
  apache: { binary: "apache2", versionArguments: ["-v"] },
  haproxy: { binary: "haproxy", versionArguments: ["-v"] },
  lighttpd: { binary: "lighttpd", versionArguments: ["-v"] },
  caddy: { binary: "caddy", versionArguments: ["version"] },
  varnish: { binary: "varnishd", versionArguments: ["-V"] },
  squid: { binary: "squid", versionArguments: ["-v"] },
  trafficserver: { binary: "traffic_server", versionArguments: ["--version"] },
};

/** Every proxy's name, in the order of the documentation. */
export const PROXY_NAMES: readonly ProxyName[] = Object.keys(PROGRAMS) as ProxyName[];

/**
 * Returns the path of a program; undefined if it is not installed. Debian has servers outside an ordinary user's PATH.
 */
export function findProgram(name: string): string | undefined {
  const directories = (process.env["PATH"] ?? "").split(delimiter).concat("/usr/sbin", "/sbin");
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

/** Returns the path of a proxy's program; undefined if it is not installed. */
export function findProxy(name: ProxyName): string | undefined {
  return findProgram(PROGRAMS[name].binary);
}

/** Lists the proxies that are not installed. */
export function missingProxies(): readonly ProxyName[] {
  return PROXY_NAMES.filter((name) => findProxy(name) === undefined);
}

/** A missing proxy is a failure with PROXYFIX_REQUIRE_PROXIES=1, and a skipped test without it. */
export function proxiesAreRequired(): boolean {
  return process.env["PROXYFIX_REQUIRE_PROXIES"] === "1";
}

/** Returns the version that a proxy prints, such as "1.22.1". */
export function versionOf(name: ProxyName): string {
  const program = findProxy(name);
  if (program === undefined) return "not installed";
  // Some write the version on one stream, some on the other.
  const output = execFileSync("/bin/sh", ["-c", '"$0" "$@" 2>&1', program, ...PROGRAMS[name].versionArguments], {
    encoding: "utf8",
  });
  return /\d+\.\d+(?:\.\d+)?/.exec(output)?.[0] ?? "unknown";
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
