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
    throw new ProxyFixOptionsError(
      "allowedHosts",
      `got ${describeValue(entries)}; expected a list of hostnames such as ["example.com", "*.example.com"]; ` +
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
  const text = typeof entry === "string" ? entry : "";
  const isWildcard = text.startsWith("*.");
  const name = isWildcard ? text.slice(2) : text;
  const host = parseHost(name, 0, name.length);
  const isBare = host !== undefined && host.port === undefined && !name.endsWith(":");
  if (isBare && !(isWildcard && name.startsWith("["))) return (isWildcard ? "*." : "") + dropFinalDot(host.hostname);
  const hint = host === undefined || isBare ? "" : "; leave the port out: it is not compared";
  throw new ProxyFixOptionsError(
    "allowedHosts",
    `got ${describeValue(entry)}; expected a hostname without scheme, port or path: ` +
      `"example.com", "*.example.com" or "[::1]"${hint}`,
  );
}

function dropFinalDot(hostname: string): string {
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}
