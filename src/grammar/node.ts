/*
 * A node: an address as proxies write it, with or without a port (RFC 7239 section 6, and the forms seen in
 * X-Forwarded-For).
 *
 *   node = IPv4address [ ":" node-port ]
 *        / "[" IPv6address "]" [ ":" node-port ]
 *        / IPv6address                              bare: never split at its last colon; not in Forwarded
 *   node-port = port / obfport
 *   viewer    = ( IPv4address / IPv6address ) ":" port       CloudFront-Viewer-Address: the last colon splits
 *
 * Nothing else: no zone, no "unknown", no "_hidden", no hostname; 0.0.0.0 and :: are no client's address
 * (docs/reference/rules.md#r5-addresses).
 */
import { formatAddress, isDotted, isUnspecified, parseAddress, parseIpv6Address, type IpAddress } from "./address.js";
import { isCanonicalIpv6 } from "./canonical.js";
import { CLOSING_BRACKET, COLON, OPENING_BRACKET } from "./characters.js";
import { cut } from "./list.js";
import { isObfuscatedPort, parsePort, parsePortNumber } from "./port.js";

const LONGEST_DOTTED = 15;
const LONGEST_BRACKETED = 47;

/** Parses the nodes of a header. Each function returns undefined if the text is no node. */
export interface NodeParser {
  /** Parses the address to canonical text (RFC 5952 section 4; an IPv4-mapped address as IPv4). */
  readonly parse: (text: string, start: number, end: number) => string | undefined;
  /** Parses the port of a node whose address is good; undefined if it has no port, port 0 or an obfuscated one. */
  readonly parsePort: (text: string, start: number, end: number) => number | undefined;
  /** Parses the address, to compare it with networks; `groups` is room for an IPv6 address. */
  readonly parseIp: (text: string, start: number, end: number, groups?: number[]) => IpAddress | undefined;
}

/**
 * @param findEnd - finds the offset past the address, brackets included, which a good port or nothing follows; `start`
 *   if there is none, since empty text is no address
 */
function createParser(findEnd: (text: string, start: number, end: number) => number): NodeParser {
  return {
    parse: (text, start, end) => parseText(text, start, findEnd(text, start, end)),
    parsePort: (text, start, end) => parsePort(text, findEnd(text, start, end) + 1, end),
    parseIp: (text, start, end, groups) => parseUntil(text, start, findEnd(text, start, end), groups),
  };
}

/** Parses the items of X-Forwarded-For and of single-valued headers. */
export const listedNode: NodeParser = createParser((text, start, end) => {
  const past = findAddressEnd(text, start, end);
  return isPortOrNothing(text, past, end) ? past : start;
});

/** Parses the `for` of a forwarded-element. A bare IPv6 address is none: its last group may be a port. */
export const forwardedNode: NodeParser = createParser((text, start, end) => {
  const isBare = text.charCodeAt(start) !== OPENING_BRACKET && !isDotted(text, start, end);
  const past = isBare ? start : findAddressEnd(text, start, end);
  return isPortOrNothing(text, past, end) ? past : start;
});

/** Parses CloudFront-Viewer-Address. */
export const viewerNode: NodeParser = createParser((text, start, end) => {
  let past = end - 1;
  while (past > start && text.charCodeAt(past) !== COLON) past -= 1;
  const isBare = past > start && text.charCodeAt(start) !== OPENING_BRACKET;
  return isBare && parsePortNumber(text, past + 1, end) !== undefined ? past : start;
});

/** Returns the parser of a header that contains a node, or a list of nodes. */
export function findNodeParser(header: string): NodeParser {
  return header === "cloudfront-viewer-address" ? viewerNode : listedNode;
}

function parseText(text: string, start: number, past: number): string | undefined {
  const bracket = text.charCodeAt(start) === OPENING_BRACKET ? 1 : 0;
  if (isCanonicalIpv6(text, start + bracket, past - bracket)) return cut(text, start + bracket, past - bracket);
  const address = parseUntil(text, start, past);
  if (address === undefined) return undefined;
  // Dotted text that the grammar accepts is canonical.
  return isDotted(text, start, past) ? cut(text, start, past) : formatAddress(address);
}

/** @param past - the offset past the address, brackets included */
function parseUntil(text: string, start: number, past: number, groups?: number[]): IpAddress | undefined {
  const address =
    text.charCodeAt(start) === OPENING_BRACKET
      ? parseIpv6Address(text, start + 1, past - 1, groups)
      : parseAddress(text, start, past, groups);
  return address === undefined || isUnspecified(address) ? undefined : address;
}

/** Finds the offset past the address, its brackets included; `start` if a bracket is not closed. */
function findAddressEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === OPENING_BRACKET) {
    const last = Math.min(end, start + LONGEST_BRACKETED);
    for (let at = start; at < last; at += 1) if (text.charCodeAt(at) === CLOSING_BRACKET) return at + 1;
    return start;
  }
  if (!isDotted(text, start, end)) return end;
  const last = Math.min(end, start + LONGEST_DOTTED);
  let at = start;
  while (at < last && text.charCodeAt(at) !== COLON) at += 1;
  return at;
}

function isPortOrNothing(text: string, past: number, end: number): boolean {
  if (past === end) return true;
  if (text.charCodeAt(past) !== COLON) return false;
  return parsePortNumber(text, past + 1, end) !== undefined || isObfuscatedPort(text, past + 1, end);
}
