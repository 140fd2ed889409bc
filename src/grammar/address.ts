/*
 * An address: IPv4 or IPv6 (ipv4.ts, ipv6.ts). An IPv4-mapped IPv6 address is the IPv4 address. A peer's, as a socket
 * reports it, may have a zone (RFC 4007 section 11), which is dropped.
 *
 *   address = IPv4address / IPv6address
 *   peer    = IPv4address / IPv6address [ "%" zone ]
 */
import { COLON, DOT } from "./characters.js";
import { formatIpv4, parseIpv4 } from "./ipv4.js";
import { formatIpv6, isIpv4Mapped, parseIpv6, type Ipv6Groups } from "./ipv6.js";

/** An address: an IPv4 address as its 32-bit value, an IPv6 address as its groups. */
export type IpAddress = number | Ipv6Groups;

/** Parses an address without brackets and port; undefined if the text is none. `groups` is room for an IPv6 address. */
export function parseAddress(text: string, start: number, end: number, groups?: number[]): IpAddress | undefined {
  return isDotted(text, start, end) ? parseIpv4(text, start, end) : parseIpv6Address(text, start, end, groups);
}

/** Parses an address that must be written as IPv6. */
export function parseIpv6Address(text: string, start: number, end: number, groups?: number[]): IpAddress | undefined {
  const address = parseIpv6(text, start, end, groups);
  return address !== undefined && isIpv4Mapped(address) ? address[6]! * 65536 + address[7]! : address;
}

/** Formats an address in canonical text (RFC 5952 section 4). */
export function formatAddress(address: IpAddress): string {
  return typeof address === "number" ? formatIpv4(address) : formatIpv6(address);
}

/** Returns whether the address is `0.0.0.0` or `::`, which are no client's. */
export function isUnspecified(address: IpAddress): boolean {
  return address === 0 || (typeof address !== "number" && address.every((group) => group === 0));
}

/** Returns whether the text begins as IPv4 does: a dot stands among its first four characters, before any colon. */
export function isDotted(text: string, start: number, end: number): boolean {
  const last = Math.min(end, start + 4);
  for (let at = start; at < last; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) return true;
    if (code === COLON) return false;
  }
  return false;
}

/** Parses a peer's address, `0.0.0.0` and `::` included, to compare it with networks; undefined if the text is none. */
export function parsePeerIp(text: string, groups?: number[]): IpAddress | undefined {
  const address = parseAddress(text, 0, text.length, groups);
  const zone = address === undefined ? text.indexOf("%") : -1;
  return zone < 0 ? address : parseIpv6Address(text, 0, zone, groups);
}

/** Parses a peer's address: canonical text without a zone, or undefined if the text is no address. */
export function parsePeer(text: string): string | undefined {
  const address = parsePeerIp(text);
  return address === undefined ? undefined : formatAddress(address);
}
