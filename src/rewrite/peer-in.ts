import { compileTrust, type Trust } from "../trust/trust.js";
import type { Condition } from "./rewrite.js";

/**
 * Holds if the connection's peer is one of these. It reads the connection alone, never a header or a resolved address.
 * An unknown peer is none of them.
 *
 * @param peers - as in the option trustedPeers: `"loopback"`, an address, `"10.0.0.0/8"`, `"unix"`, or a function
 *   `(address) => boolean`
 * @throws {ProxyFixOptionsError} if an entry is wrong, or there is none
 * @example
 * peerIn(["loopback", "10.0.0.0/8"])({}, { peerAddress: "10.1.2.3" })  // true
 */
export function peerIn(peers: Trust): Condition {
  const trust = compileTrust(peers, "peerIn");
  return (_headers, facts) => trust.trustsPeer(facts.peerAddress);
}
