import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { parseHost } from "../grammar/host.js";

/** Returns whether the application answers to an effective hostname; false if there is none. */
export type HostCheck = (hostname: string | undefined) => boolean;

/**
 * Compiles `allowedHosts`: hostnames; a leading `*.` stands for one or more labels.
 *
 * @throws {ProxyFixOptionsError} if the list is empty or an entry is no hostname
 */
export function compileAllowedHosts(entries: unknown): HostCheck {
  if (!Array.isArray(entries) || entries.length === 0) {
    const list =
      typeof entries === "string" && entries !== "" ? formatList(entries) : '["example.com", "*.example.com"]';
    throw new ProxyFixOptionsError(
      "allowedHosts",
      `got ${describeValue(entries)}; expected a list of hostnames such as ${list}; ` +
        "leave the option out to answer to any host",
    );
  }
  const names = new Set<string>();
  const suffixes = new Set<string>();
  for (const entry of entries as readonly unknown[]) {
    const name = readEntry(entry);
    if (name.startsWith("*")) suffixes.add(name.slice(1));
    else names.add(name);
  }
  return (hostname) => {
    if (hostname === undefined) return false;
    const name = dropFinalDot(hostname);
    return names.has(name) || (suffixes.size > 0 && hasSuffix(suffixes, name));
  };
}

/** Looks up the rest of the name after each label: a host has at most 127 labels, and nothing is tried twice. */
function hasSuffix(suffixes: ReadonlySet<string>, name: string): boolean {
  for (let dot = name.indexOf(".", 1); dot > 0; dot = name.indexOf(".", dot + 1)) {
    if (suffixes.has(name.slice(dot))) return true;
  }
  return false;
}

function readEntry(entry: unknown): string {
  if (entry === "*") {
    throw new ProxyFixOptionsError(
      "allowedHosts",
      'got "*"; expected hostnames such as "example.com"; leave the option out to answer to any host',
    );
  }
  const text = typeof entry === "string" ? entry : "";
  const wildcard = text.startsWith("*.") ? "*." : "";
  const host = parseBare(text.slice(wildcard.length));
  if (host !== undefined && !(wildcard !== "" && isAddress(host))) return wildcard + dropFinalDot(host);
  throw new ProxyFixOptionsError(
    "allowedHosts",
    `got ${describeValue(entry)}; expected a hostname without scheme, port or path: ` +
      `"example.com", "*.example.com" or "[::1]"${adviseEntry(text)}`,
  );
}

/** Parses a host without a port: its hostname, or undefined if it has a port or is no host. */
function parseBare(name: string): string | undefined {
  const host = parseHost(name, 0, name.length);
  return host === undefined || host.port !== undefined || name.endsWith(":") ? undefined : host.hostname;
}

/** Returns whether a hostname is an address: the last label of any other name contains a letter. */
function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^[0-9.]+$/.test(hostname);
}

function adviseEntry(text: string): string {
  if (/[\s,]/.test(text)) return `; write ${formatList(text)}`;
  const name = text.startsWith("*.") ? text.slice(2) : text;
  const bare = parseBare(name);
  if (bare !== undefined && name !== text) return `; an address has no subdomains: write "${bare}"`;
  const host = parseHost(name, 0, name.length);
  if (host !== undefined) return "; leave the port out: it is not compared";
  return parseBare(`[${name}]`) !== undefined ? `; write "[${name}]"` : "";
}

/** Writes the entries of one text as a list. */
function formatList(text: string): string {
  return `[${text
    .split(/[\s,]/)
    .filter((entry) => entry !== "")
    .map((entry) => describeValue(entry))
    .join(", ")}]`;
}

function dropFinalDot(hostname: string): string {
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}
