import { parsePeer } from "../grammar/address.js";
import { isPrivateAddress } from "../trust/private-address.js";

/**
 * Finds the address of a peer that connects over the public internet.
 *
 * @param peer - the address as the socket reports it, `"unix"`, or undefined if it is unknown
 * @returns canonical text; undefined if the peer is in a private network, on this machine, or unknown
 */
export function findPublicPeer(peer: string | undefined): string | undefined {
  const address = peer === undefined ? undefined : parsePeer(peer);
  return address === undefined || isPrivateAddress(address) ? undefined : address;
}
