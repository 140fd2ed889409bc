import { createLinesRefusal, isRefusal, type CompiledAdapter } from "../headers/compile-adapter.js";
import { RewrittenHeaders, type ExpectedHeaders } from "../headers/expected-headers.js";
import { copyHeaders, type HeaderRecord } from "../headers/header-record.js";
import type { ProxyFixRefusal } from "../errors.js";
import { isSameRecord } from "../rewrite/headers.js";
import type { Resolution } from "../resolution.js";
import type { Rewrite } from "../rewrite/index.js";
import type { AdapterResolution, IncomingRequest, Original } from "./request.js";
import type { IncomingFacts } from "./read-facts.js";
import { findState, startState, type RequestState, type ResolvedState } from "./state.js";
import { writeHeaders } from "./write-headers.js";

/** Returns the resolution of a request that an adapter resolved, undefined for any other. */
export function resolutionOf(req: object): AdapterResolution | undefined {
  return findState(req)?.resolution;
}

/**
 * Resolves a request and gives its headers the believed values.
 *
 * A request that was resolved before is resolved again from its received facts; the last resolution wins. A refused
 * request has only the facts of its connection from then on, headers included: error handlers and loggers still see it.
 *
 * @param target - the request target as the client's request had it; by default `originalUrl` or `url`
 * @throws {ProxyFixRefusal} if the options refuse it, or if header lines may have been lost
 */
export function resolveIncoming(adapter: CompiledAdapter, req: IncomingRequest, target?: string): ResolvedState {
  return resolveState(adapter, req, startState(req, target), []);
}

/**
 * Rewrites the facts of a request, before or after it is resolved: a resolved one is resolved again from them.
 *
 * @throws {ProxyFixRefusal} if the request was resolved and its options refuse the rewritten one
 */
export function rewriteIncoming(rewrite: Rewrite, req: IncomingRequest, target?: string): RequestState {
  const state = startState(req, target);
  const { facts } = state;
  const headers = applyRewrite(rewrite, facts);
  state.rewrites = [...state.rewrites, rewrite];
  if (isSameRecord(facts.headers, headers)) return state;
  state.facts = { ...facts, headers };
  const rewritten = new RewrittenHeaders(facts.headers, headers);
  if (state.adapter !== undefined) return resolveState(state.adapter, req, state, [rewritten]);
  writeHeaders(req, rewritten);
  return state;
}

/** Applies a rewrite to a copy of the headers: a user's function may write to its argument, and return the same object. */
export function applyRewrite(rewrite: Rewrite, facts: IncomingFacts): HeaderRecord {
  return rewrite(copyHeaders(facts.headers), facts) as HeaderRecord;
}

/**
 * Resolves the facts of a state, then writes the headers. Code of the user's runs before anything is written.
 *
 * @param rewritten - headers to write first
 */
function resolveState(
  adapter: CompiledAdapter,
  req: IncomingRequest,
  state: RequestState,
  rewritten: readonly ExpectedHeaders[],
): ResolvedState {
  const outcome = resolveOrRefuse(adapter, state);
  const resolution = withOriginal(isRefusal(outcome) ? outcome.resolution : outcome, state.original);
  const received = state.adapter?.receivedHeaders(state.facts.headers);
  const believed = adapter.believedHeaders(resolution);
  state.adapter = adapter;
  state.resolution = resolution;
  for (const expected of [...rewritten, received, believed]) if (expected !== undefined) writeHeaders(req, expected);
  if (isRefusal(outcome)) throw outcome;
  return state as ResolvedState;
}

/** Resolves a request by the facts of its state; a refusal is returned. Nothing is written. */
export function resolveOrRefuse(
  adapter: CompiledAdapter,
  { facts, hasLostLines }: Pick<RequestState, "facts" | "hasLostLines">,
): Resolution | ProxyFixRefusal {
  if (hasLostLines) return createLinesRefusal(facts);
  try {
    return adapter.resolve(facts);
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

/** Adds the request as it was received to a resolution of this package. */
export function withOriginal(resolution: Resolution, original: Original): AdapterResolution {
  return Object.assign(resolution, { original });
}
