import { formatIpv4, scanIpv4 } from "./ipv4.js";
import { formatIpv6, groups, isIpv4Mapped, isUnspecifiedIpv6, scanIpv6 } from "./ipv6.js";
import { findPlainIpv6 } from "./plain-ipv6.js";
import { isObfuscatedPort, parsePort, scanPort } from "./port.js";

/*
 * A node: an address as proxies write it, with or without a port (RFC 7239 section 6, and what is seen in X-Forwarded-For).
 *
 *   node = IPv4address [ ":" node-port ]
 *        / "[" IPv6address "]" [ ":" node-port ]
 *        / IPv6address                              bare: never split at its last colon
 *   node-port = port / obfport
 *
 * Nothing else: no zone, no "unknown", no "_hidden", no hostname; 0.0.0.0 and :: are no client's address.
 */

/** What {@link scanNode} gives for an IPv6 address; its groups are then in `groups`. */
export const IPV6 = -2;
/** What {@link scanNode} gives for text that is no node. */
export const NO_ADDRESS = -1;

const OPEN = 91;
const CLOSE = 93;
const COLON = 58;
const DOT = 46;
const LONGEST_DOTTED = 15;
const LONGEST_BRACKETED = 47;

/**
 * Reads the address of a node.
 *
 * @returns an IPv4 or IPv4-mapped address as its 32-bit value, {@link IPV6}, or {@link NO_ADDRESS}
 */
export function scanNode(text: string, start: number, end: number): number {
  return scanNodeAddress(text, start, end, findAddressEnd(text, start, end));
}

function scanNodeAddress(text: string, start: number, end: number, past: number): number {
  if (past < 0 || !isPortOrNothing(text, past, end)) return NO_ADDRESS;
  const bracketed = text.charCodeAt(start) === OPEN;
  const address = bracketed ? scanIpv6Address(text, start + 1, past - 1) : scanAddress(text, start, past);
  return address === 0 || (address === IPV6 && isUnspecifiedIpv6()) ? NO_ADDRESS : address;
}

/**
 * Parses the address of a node.
 *
 * @returns canonical text (RFC 5952 section 4; an IPv4-mapped address as IPv4), or undefined where the text is no node
 */
export function parseNode(text: string, start: number, end: number): string | undefined {
  const past = findAddressEnd(text, start, end);
  const address = scanNodeAddress(text, start, end, past);
  return address === NO_ADDRESS ? undefined : formatAddress(address, text, start, past);
}

/**
 * Parses the port of a node whose address is good.
 *
 * @returns 1 to 65535, or undefined where the node has none, or port 0, or an obfuscated one
 */
export function parseNodePort(text: string, start: number, end: number): number | undefined {
  const past = findAddressEnd(text, start, end);
  return past < end ? parsePort(text, past + 1, end) : undefined;
}

/**
 * Reads the address of a peer: bare, as a socket reports it; the zone of an IPv6 address is dropped.
 *
 * @returns as {@link scanNode}, but 0.0.0.0 and :: are read as any other
 */
export function scanPeer(text: string): number {
  return scanPeerAddress(text, findZone(text));
}

/**
 * Parses the address of a peer.
 *
 * @returns canonical text without a zone, or undefined where the text is no address
 */
export function parsePeer(text: string): string | undefined {
  const past = findZone(text);
  const address = scanPeerAddress(text, past);
  return address === NO_ADDRESS ? undefined : formatAddress(address, text, 0, past);
}

/** Gives the offset past the address, where its zone begins if it has one. */
function findZone(text: string): number {
  const zone = text.indexOf("%");
  return zone < 0 ? text.length : zone;
}

/** Only an IPv6 address has a zone (RFC 4007 section 11). */
function scanPeerAddress(text: string, past: number): number {
  return past === text.length ? scanAddress(text, 0, past) : scanIpv6Address(text, 0, past);
}

function scanAddress(text: string, start: number, end: number): number {
  return isDotted(text, start, end) ? scanIpv4(text, start, end) : scanIpv6Address(text, start, end);
}

function scanIpv6Address(text: string, start: number, end: number): number {
  if (!scanIpv6(text, start, end)) return NO_ADDRESS;
  return isIpv4Mapped() ? groups[6]! * 65536 + groups[7]! : IPV6;
}

/** Text that was read is mostly canonical already: a slice of it is enough, and costs an eighth of writing it anew. */
function formatAddress(address: number, text: string, start: number, end: number): string {
  if (address === IPV6) {
    const bracket = text.charCodeAt(start) === OPEN ? 1 : 0;
    const first = start + bracket;
    const past = end - bracket;
    if (findPlainIpv6(text, past) === first) return text.slice(first, past);
    scanIpv6(text, first, past);
    return formatIpv6();
  }
  return isDotted(text, start, end) ? text.slice(start, end) : formatIpv4(address);
}

/** Says whether the address that begins here is IPv4 text: a dot ends its first run of at most three characters. */
function isDotted(text: string, start: number, end: number): boolean {
  const last = Math.min(end, start + 4);
  for (let at = start; at < last; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) return true;
    if (code === COLON) return false;
  }
  return false;
}

/** Gives the offset past the address, its brackets included, or -1 where a bracket is not closed. */
function findAddressEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === OPEN) {
    const last = Math.min(end, start + LONGEST_BRACKETED);
    for (let at = start; at < last; at += 1) if (text.charCodeAt(at) === CLOSE) return at + 1;
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
  return scanPort(text, past + 1, end) >= 0 || isObfuscatedPort(text, past + 1, end);
}
