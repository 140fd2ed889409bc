import { peerVectors, readPeerOptions } from "../contract/recorded.js";
import { referenceResolve } from "../reference/resolve.js";
import { factsOf, httpCaptures } from "../vectors/captures.js";
import { factsOfEnviron, werkzeugVectors } from "../vectors/werkzeug-vectors.js";
import type { Vector } from "./vector.js";

/** All vectors: the captures of real proxies, Werkzeug's, and those of other systems. */
export const VECTORS: readonly Vector[] = [
  ...httpCaptures.map((capture): Vector => ({ facts: factsOf(capture), options: capture.hops })),
  ...werkzeugVectors
    .filter(({ design }) => design.optionError === undefined)
    .map(({ environ, options }): Vector => ({ facts: factsOfEnviron(environ), options })),
  ...peerVectors.map(({ facts, options }): Vector => ({ facts, options: readPeerOptions(options) })),
];

/** The expected outcomes of the vectors, as JSON has them: those of the reference, which shares nothing with the core. */
export function listOutcomes(): readonly unknown[] {
  const outcomes = VECTORS.map(({ facts, options }) => referenceResolve(facts, options));
  return JSON.parse(JSON.stringify(outcomes)) as readonly unknown[];
}
