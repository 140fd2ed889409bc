import type { CompiledOptions } from "../options/compile-options.js";
import { findPublicPeer } from "../options/public-peer.js";
import { readHeader } from "../options/read-header.js";
import type { Resolution } from "../resolution.js";
import { BELIEVED, type BelievedResolution } from "../resolve/believed-resolution.js";
import type { HeaderFields } from "./header-fields.js";
import { listEnabled } from "./untrusted-peer.js";

/** The signs of a set-up in which a client may be believed like a proxy. */
export interface PeerWatch {
  /** Returns whether a header of the request is part of its resolution. */
  hasBelieved(resolution: Resolution): boolean;
  /** Returns whether the request has a header that only a proxy or a forger sends. */
  hasSign(headers: HeaderFields): boolean;
  /** Finds the canonical address of a peer that connects over the public internet; else undefined. */
  findPublic(peer: string | undefined): string | undefined;
}

const ANY_HEADER = Object.values(BELIEVED).reduce((all, flag) => all | flag, 0);

/**
 * Compiles the watch over the peers of options.
 *
 * @returns undefined if there is nothing to watch: the options name the trusted peers, or believe no header
 */
export function compilePeerWatch(options: CompiledOptions): PeerWatch | undefined {
  if (options.trust !== undefined || listEnabled(options).length === 0) return undefined;
  return {
    hasBelieved: (resolution) => (resolution as BelievedResolution).isBelieved(ANY_HEADER),
    hasSign: (headers) => options.signs.some((name) => readHeader(headers, name) !== undefined),
    findPublic: findPublicPeer,
  };
}
