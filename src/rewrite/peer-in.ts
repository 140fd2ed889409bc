import { compileTrust, type Trust } from "../trust/trust.js";
import type { Condition } from "./rewrite.js";

/**
 * Holds where the connection's peer is one of these. It sees the connection alone, never a resolved address: what a
 * header says of the client has no part in it. An unknown peer is none of them.
 *
 * @param peers - as the option trustedPeers: `"loopback"`, an address, `"10.0.0.0/8"`, `"unix"`, several, or a function
 *   `(address) => boolean`
 * @throws {ProxyFixOptionsError} if an entry is wrong, or there is none
 * @example
 * peerIn(["loopback", "10.0.0.0/8"])({}, { peerAddress: "10.1.2.3" })  // true
 */
export function peerIn(peers: Trust): Condition {
  const trust = compileTrust(peers, "peerIn");
  return (_headers, facts) => trust.trustsPeer(facts.peerAddress);
}
