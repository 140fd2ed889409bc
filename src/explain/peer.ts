import { parsePeer } from "../grammar/address.js";
import { BELIEVED } from "../resolve/believed-resolution.js";
import type { Gate, Hop } from "./explanation.js";
import type { Run } from "./facts/run.js";

/** Explains who connected, and the option that decided. */
export function explainGate({ options, facts, walk }: Run): Gate {
  const option = options.walk === undefined ? "trustedPeers" : "trustedProxies";
  const peer = formatPeer(facts.peerAddress);
  if (options.trust === undefined) return { peer, verdict: "anyone", option: null };
  return { peer, verdict: walk.depth === 0 ? "untrusted-peer" : "trusted", option };
}

/** Programs without types pass null. */
function formatPeer(peer: unknown): string | null {
  if (peer === "unix") return peer;
  return typeof peer === "string" ? (parsePeer(peer) ?? null) : null;
}

/** Creates the hop of the peer: a client if it is not trusted, or if the resolver took its address for the client's. */
export function createPeerHop(run: Run, { peer, verdict }: Gate): Hop {
  const hop = { hop: 0, address: peer, saidBy: "connection" } as const;
  if (verdict === "untrusted-peer") return { ...hop, role: "client", verdict: "untrusted", reason: verdict };
  return { ...hop, role: isPeerClient(run) ? "client" : "proxy", verdict: "believed", reason: verdict };
}

/** Returns whether the client's address is known, and is the peer's. */
export function isPeerClient({ resolution }: Run): boolean {
  return resolution.clientAddress !== undefined && !resolution.isBelieved(BELIEVED.for | BELIEVED.single);
}
