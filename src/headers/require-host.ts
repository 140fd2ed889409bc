import type { BelievedResolution } from "../resolve/believed-resolution.js";
import { createRefusal } from "../resolve/refuse.js";
import { isRefusal, type CompiledAdapter, type ResolveOutcome } from "./compile-adapter.js";

/**
 * Returns the same options, which also refuse a request with status 400 if its host is undefined.
 *
 * A fetch Request always has a whole URL: without a host, it could only contain a guess.
 *
 * @param isOrigin - returns whether a URL can contain an origin; a host of R7 may be no host of a URL, such as `xn--a`
 */
export function requireHost(
  adapter: CompiledAdapter,
  isOrigin: (origin: string) => boolean = () => true,
): CompiledAdapter {
  const { resolve, resolveShadow } = adapter;
  return {
    ...adapter,
    resolve: requireOrigin(resolve, isOrigin),
    resolveShadow: resolveShadow === undefined ? undefined : requireOrigin(resolveShadow, isOrigin),
  };
}

function requireOrigin(resolve: ResolveOutcome, isOrigin: (origin: string) => boolean): ResolveOutcome {
  return (facts, original) => {
    const outcome = resolve(facts, original);
    if (isRefusal(outcome) || (outcome.origin !== undefined && isOrigin(outcome.origin))) return outcome;
    const refusal = createRefusal(400, outcome.issues, facts);
    (refusal.resolution as BelievedResolution).original = original;
    return refusal;
  };
}
