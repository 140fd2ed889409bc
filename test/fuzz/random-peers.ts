import fc from "fast-check";
import { peerAddresses } from "../reference/random-requests.js";
import { OWN_PEER } from "./connection.js";

/** Addresses of peers; an empty one is unknown. */
export const peers: fc.Arbitrary<string | undefined> = peerAddresses.map((peer) => peer || undefined);

/** The peer of a connection: the socket's own address as often as another. */
export const connectionPeers: fc.Arbitrary<string | undefined> = fc.oneof(fc.constant(OWN_PEER), peers);
