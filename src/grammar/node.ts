/*
 * A node: an address as proxies write it, with or without a port (RFC 7239 section 6, and the forms seen in
 * X-Forwarded-For).
 *
 *   node = IPv4address [ ":" node-port ]
 *        / "[" IPv6address "]" [ ":" node-port ]
 *        / IPv6address                              bare: never split at its last colon
 *   node-port = port / obfport
 *
 * Nothing else: no zone, no "unknown", no "_hidden", no hostname; 0.0.0.0 and :: are no client's address.
 */
import { formatAddress, isDotted, isUnspecified, parseAddress, parseIpv6Address, type IpAddress } from "./address.js";
import { isCanonicalIpv6 } from "./canonical.js";
import { CLOSING_BRACKET, COLON, OPENING_BRACKET } from "./characters.js";
import { isObfuscatedPort, parsePort, parsePortNumber } from "./port.js";

const LONGEST_DOTTED = 15;
const LONGEST_BRACKETED = 47;

/**
 * Parses the address of a node: canonical text (RFC 5952 section 4; an IPv4-mapped address as IPv4), or undefined if
 * the text is no node.
 */
export function parseNode(text: string, start: number, end: number): string | undefined {
  const past = findAddressEnd(text, start, end);
  if (past < 0 || !isPortOrNothing(text, past, end)) return undefined;
  const bracket = text.charCodeAt(start) === OPENING_BRACKET ? 1 : 0;
  if (isCanonicalIpv6(text, start + bracket, past - bracket)) return text.slice(start + bracket, past - bracket);
  const address = parseUntil(text, start, past);
  if (address === undefined) return undefined;
  // Dotted text that the grammar accepts is canonical.
  return bracket === 0 && isDotted(text, start, past) ? text.slice(start, past) : formatAddress(address);
}

/** Parses the port of a node whose address is good; undefined if it has no port, port 0 or an obfuscated one. */
export function parseNodePort(text: string, start: number, end: number): number | undefined {
  const past = findAddressEnd(text, start, end);
  return past < end ? parsePort(text, past + 1, end) : undefined;
}

/** Parses the address of a node, to compare it with networks; undefined if the text is no node. */
export function parseNodeIp(text: string, start: number, end: number, groups?: number[]): IpAddress | undefined {
  const past = findAddressEnd(text, start, end);
  return past < 0 || !isPortOrNothing(text, past, end) ? undefined : parseUntil(text, start, past, groups);
}

/** @param past - the offset past the address, brackets included */
function parseUntil(text: string, start: number, past: number, groups?: number[]): IpAddress | undefined {
  const address =
    text.charCodeAt(start) === OPENING_BRACKET
      ? parseIpv6Address(text, start + 1, past - 1, groups)
      : parseAddress(text, start, past, groups);
  return address === undefined || isUnspecified(address) ? undefined : address;
}

/** Finds the offset past the address, its brackets included; -1 if a bracket is not closed. */
function findAddressEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === OPENING_BRACKET) {
    const last = Math.min(end, start + LONGEST_BRACKETED);
    for (let at = start; at < last; at += 1) if (text.charCodeAt(at) === CLOSING_BRACKET) return at + 1;
    return -1;
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
