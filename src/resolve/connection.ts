import type { RequestFacts } from "../resolution.js";
import { BelievedResolution } from "./believed-resolution.js";
import { setPeer } from "./client.js";
import { setConnectionHost } from "./host.js";

/** Resolves a request by its connection alone: no forwarding header is read. */
export function resolveConnection(facts: RequestFacts): BelievedResolution {
  const resolution = new BelievedResolution(facts);
  setPeer(facts, resolution);
  setConnectionHost(facts.headers, resolution);
  return resolution.finish();
}
