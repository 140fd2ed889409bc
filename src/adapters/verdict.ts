import { holdOriginal, isRefusal, refuseLines, type Engine, type ProxyFixRefusal } from "./engine.js";
import type { IncomingFacts } from "./incoming-facts.js";
import type { AdapterResolution, Original } from "./incoming-request.js";

/** How options judge a request: they resolve it, or refuse it. */
export type Verdict = AdapterResolution | ProxyFixRefusal;

/**
 * Judges a request. Nothing is written.
 *
 * @param hasLostLines - whether header lines may have been dropped before anybody saw the request: it is refused then
 * @param holder - what tells what the request was
 */
export function judge(
  engine: Engine,
  facts: IncomingFacts,
  hasLostLines: boolean,
  holder: { readonly original: Original },
): Verdict {
  try {
    if (hasLostLines) refuseLines(facts);
    return holdOriginal(engine.resolve(facts), holder);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    holdOriginal(error.resolution, holder);
    return error;
  }
}

/** Gives the facts that a request tells by a verdict: its connection's alone where it is refused. */
export function readVerdict(verdict: Verdict): AdapterResolution {
  return isRefusal(verdict) ? (verdict.resolution as AdapterResolution) : verdict;
}
