import ipaddr from "ipaddr.js";

/** A node of a forwarding header: its address in canonical text, and its port if it has one. */
export interface ReferenceNode {
  readonly address: string;
  readonly port: number | undefined;
}

/**
 * The forms of a node: `v4`, `v4:port`, bare `v6`, `[v6]`, `[v6]:port` (docs/reference/rules.md#r5-addresses); undefined
 * for anything else.
 */
export function parseNode(text: string): ReferenceNode | undefined {
  for (const [address, port] of possibleSplits(text)) {
    const canonical = canonicalAddress(address);
    const number = port === undefined ? { port: undefined } : parseNodePort(port);
    if (canonical === undefined || isUnspecified(canonical) || number === undefined) continue;
    return { address: canonical, port: number.port };
  }
  return undefined;
}

/** The node of a header: parsed by the header's own form if it has one (R4, R5). */
export function parseNodeOf(header: string, text: string): ReferenceNode | undefined {
  if (header === "cloudfront-viewer-address") return parseViewerAddress(text);
  // RFC 7239 section 6: an IPv6 address is in brackets, since its last group may be a port.
  if (header === "forwarded" && isIPv6Text(text)) return undefined;
  return parseNode(text);
}

/** `address:port`, split at the last colon; the address is bare, the port digits only (R5). */
function parseViewerAddress(text: string): ReferenceNode | undefined {
  const colon = text.lastIndexOf(":");
  const address = canonicalAddress(text.slice(0, Math.max(colon, 0)));
  const number = parsePortDigits(text.slice(colon + 1));
  if (address === undefined || isUnspecified(address) || number === undefined) return undefined;
  return { address, port: number.port };
}

/** The peer's address in canonical text, without its zone; undefined if it is not an address. */
export function parsePeerAddress(text: string): string | undefined {
  const [address, ...zone] = text.split("%");
  if (address === undefined) return undefined;
  // Only IPv6 addresses have zones (RFC 4007). Ambiguity: an empty zone. Read as a zone, since no socket reports it.
  if (zone.length > 0 && !isIPv6Text(address)) return undefined;
  return canonicalAddress(address);
}

/** Every way to read text as an address and a port; at most one of them has a valid address. */
function possibleSplits(text: string): [address: string, port: string | undefined][] {
  const splits: [string, string | undefined][] = [];
  if (text.startsWith("[")) {
    const close = text.indexOf("]");
    const inside = text.slice(1, close);
    const after = text.slice(close + 1);
    if (close === -1 || !isIPv6Text(inside)) return [];
    if (after === "") splits.push([inside, undefined]);
    if (after.startsWith(":")) splits.push([inside, after.slice(1)]);
    return splits;
  }
  splits.push([text, undefined]);
  const [address, port, ...more] = text.split(":");
  if (address !== undefined && port !== undefined && more.length === 0) splits.push([address, port]);
  return splits;
}

/** RFC 7239 node-port: 1 to 5 digits up to 65535, or `_` and a name; 0 and a name are dropped. */
function parseNodePort(text: string): { port: number | undefined } | undefined {
  return /^_[A-Za-z0-9._-]+$/.test(text) ? { port: undefined } : parsePortDigits(text);
}

/** 1 to 5 digits up to 65535; 0 is dropped. */
function parsePortDigits(text: string): { port: number | undefined } | undefined {
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65535) return undefined;
  return { port: Number(text) === 0 ? undefined : Number(text) };
}

/** Canonical text (RFC 5952 section 4, a mapped address as IPv4), or undefined if the text is no strict address. */
export function canonicalAddress(text: string): string | undefined {
  if (isIPv4Text(text)) return text;
  if (!isIPv6Text(text)) return undefined;
  const address = parseIPv6(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : formatIPv6(address.parts);
}

/** The same for a host, in which a mapped address stays IPv6 (R7). */
export function canonicalIPv6(text: string): string | undefined {
  return isIPv6Text(text) ? formatIPv6(parseIPv6(text).parts) : undefined;
}

/** By ipaddr.js, which does not know `::1.2.3.4`: an IPv4 ending is replaced by two groups first. */
function parseIPv6(text: string): ipaddr.IPv6 {
  const lastColon = text.lastIndexOf(":");
  const ending = text.slice(lastColon + 1);
  if (!isIPv4Text(ending)) return ipaddr.IPv6.parse(text);
  const [a = 0, b = 0, c = 0, d = 0] = ending.split(".").map(Number);
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
  return ipaddr.IPv6.parse(text.slice(0, lastColon + 1) + groups.join(":"));
}

/** IPv4: four decimal parts from 0 to 255, without leading zeros. */
export function isIPv4Text(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

/**
 * RFC 4291 section 2.2: eight groups of 1 to 4 hex digits; `::` once, for one group or more; the last two groups may be
 * written as IPv4.
 */
export function isIPv6Text(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const [left = "", right] = halves;
  if (right === undefined) return groupCount(left, true) === 8;
  const before = left === "" ? 0 : groupCount(left, false);
  const after = right === "" ? 0 : groupCount(right, true);
  return before !== undefined && after !== undefined && before + after <= 7;
}

/** How many 16-bit groups the colon-separated text holds, or undefined if one of them is malformed. */
function groupCount(text: string, mayEndInIPv4: boolean): number | undefined {
  const groups = text.split(":");
  const last = groups.at(-1) ?? "";
  const ipv4 = mayEndInIPv4 && isIPv4Text(last);
  const hex = ipv4 ? groups.slice(0, -1) : groups;
  return hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? hex.length + (ipv4 ? 2 : 0) : undefined;
}

/**
 * RFC 5952 section 4. Not ipaddr.js's own: its toRFC5952String compares lengths of text, so of two runs of equal length
 * it shortens the second if the first one starts the address.
 */
function formatIPv6(groups: readonly number[]): string {
  let start = -1;
  let length = 1; // 4.2.2: a single group of zeros is not shortened
  for (let from = 0; from < 8; from += 1) {
    let to = from;
    while (to < 8 && groups[to] === 0) to += 1;
    if (to - from > length) [start, length] = [from, to - from]; // 4.2.3: the longest run, the first of equals
  }
  const hex = groups.map((group) => group.toString(16));
  if (start === -1) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function isUnspecified(canonical: string): boolean {
  return canonical === "0.0.0.0" || canonical === "::";
}
