import { canonicalIPv6, isIPv4Text } from "./address.js";

/** A host that passed R7, lower case. */
export interface ReferenceHost {
  readonly hostname: string;
  readonly port: number | undefined;
}

/** `hostname[:port]` (docs/reference/rules.md#r7-host); undefined if the text fails it. */
export function parseHost(text: string): ReferenceHost | undefined {
  const end = text.startsWith("[") ? text.indexOf("]") + 1 : endOfName(text);
  const hostname = text.startsWith("[") ? parseBracketed(text.slice(0, end)) : parseName(text.slice(0, end));
  const rest = text.slice(end);
  if (hostname === undefined) return undefined;
  if (rest === "" || rest === ":") return { hostname, port: undefined };
  const port = rest.startsWith(":") ? parsePort(rest.slice(1)) : undefined;
  return port === undefined ? undefined : { hostname, port };
}

/** 1 to 65535 in 1 to 5 digits, for a host and for X-Forwarded-Port. */
export function parsePort(text: string): number | undefined {
  if (!/^[0-9]{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65535 ? port : undefined;
}

function endOfName(text: string): number {
  const colon = text.indexOf(":");
  return colon === -1 ? text.length : colon;
}

function parseBracketed(text: string): string | undefined {
  const address = canonicalIPv6(text.slice(1, -1));
  return address === undefined ? undefined : `[${address}]`;
}

function parseName(text: string): string | undefined {
  const name = text.toLowerCase();
  if (text.length > 255 || !/^[A-Za-z0-9._-]+$/.test(text)) return undefined;
  const withoutFinalDot = name.endsWith(".") ? name.slice(0, -1) : name;
  const labels = withoutFinalDot.split(".");
  if (!labels.every((label) => label.length >= 1 && label.length <= 63)) return undefined;
  // Text that a URL parser reads as an IPv4 number in any notation must be one in dotted decimals.
  const looksNumeric = /^([0-9]+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "");
  return looksNumeric && !isIPv4Text(name) ? undefined : name;
}
