/*
 * The address of a peer, as a socket reports it: bare, an IPv6 address perhaps with a zone (RFC 4007 section 11), which
 * is dropped.
 *
 *   peer = IPv4address / IPv6address [ "%" zone ]
 */
import { formatAddress, parseAddress, parseIpv6Address, type IpAddress } from "./address.js";

/**
 * Parses a peer's address, to compare it with networks.
 *
 * @param groups - room for the groups of an IPv6 address
 * @returns the address, `0.0.0.0` and `::` included, or undefined if the text is none
 */
export function parsePeerIp(text: string, groups?: number[]): IpAddress | undefined {
  const address = parseAddress(text, 0, text.length, groups);
  const zone = address === undefined ? text.indexOf("%") : -1;
  return zone < 0 ? address : parseIpv6Address(text, 0, zone, groups);
}

/**
 * Parses a peer's address.
 *
 * @returns canonical text without a zone, or undefined if the text is no address
 */
export function parsePeer(text: string): string | undefined {
  const address = parsePeerIp(text);
  return address === undefined ? undefined : formatAddress(address);
}
