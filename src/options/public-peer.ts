import { formatAddress, parsePeerIp } from "../grammar/address.js";
import { compileNetworks } from "../trust/networks.js";

/**
 * The networks whose addresses are nobody's on the public internet (RFC 6890): those that peers of a private network,
 * of a platform (100.64.0.0/10) or of a container have, and all of IPv6 but 2000::/3 (RFC 4291 section 2.4).
 */
const isPrivate = compileNetworks([
  ...["loopback", "linklocal", "uniquelocal"],
  ...["0.0.0.0/8", "100.64.0.0/10", "198.18.0.0/15"],
  ...["::/3", "4000::/2", "8000::/1"],
]);

/**
 * Finds the address of a peer that connects over the public internet.
 *
 * @param peer - the address as the socket reports it, `"unix"`, or undefined if it is unknown
 * @returns canonical text; undefined if the peer is in a private network, on this machine, or unknown
 */
export function findPublicPeer(peer: string | undefined): string | undefined {
  const address = peer === undefined ? undefined : parsePeerIp(peer);
  return address === undefined || isPrivate(address) ? undefined : formatAddress(address);
}
