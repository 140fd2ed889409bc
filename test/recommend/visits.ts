import type { Observation } from "../../src/recommend/observation.js";
import { readVisits, type Visit } from "../../src/recommend/visit.js";
import { observe, type HandMade } from "./hand-made.js";

/** Creates visits of a visitor who typed the address. */
export function visit(...parts: readonly HandMade[]): readonly Visit[] {
  return readVisits(parts.map(observe));
}

/** Reads observations that all arrived. */
export function arrive(...observations: readonly Observation[]): readonly Visit[] {
  return readVisits(observations);
}
