import type { AdapterFacts, AdapterResolution } from "../headers/adapter-resolution.js";
import { isRefusal, readResolution, type CompiledAdapter } from "../headers/compile-adapter.js";
import { expectRewritten } from "../headers/expected-headers.js";
import { copyHeaders, type ExpectedHeaders, type HeaderFields } from "../headers/header-fields.js";
import { isSameRecord } from "../rewrite/headers.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import type { IncomingRequest } from "./request.js";
import { findState, startState, type RequestState, type ResolvedState } from "./state.js";
import { renewHeadersDistinct, writeHeaders } from "./write-headers.js";

const NONE: readonly ExpectedHeaders[] = [];

/** Returns the resolution of a request that an adapter resolved, undefined for any other. */
export function resolutionOf(req: object): AdapterResolution | undefined {
  return findState(req)?.resolution;
}

/**
 * Resolves a request and gives its headers the believed values.
 *
 * A request that was resolved before is resolved again from its received facts (docs/reference/rules.md#r11-twice). A
 * refused request has only the facts of its connection from then on, headers included: error handlers and loggers still
 * see it.
 *
 * @param target - the request target as the client's request had it; by default `originalUrl` or `url`
 * @throws {ProxyFixRefusal} if the options refuse it, or if header lines may have been lost
 */
export function resolveIncoming(adapter: CompiledAdapter, req: IncomingRequest, target?: string): ResolvedState {
  return resolveState(adapter, startState(req, target), req, NONE);
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
  const rewritten = expectRewritten(facts.headers, headers);
  if (state.adapter !== undefined) return resolveState(state.adapter, state, req, [rewritten]);
  writeHeaders(req, rewritten);
  renewHeadersDistinct(req);
  return state;
}

/**
 * Applies a rewrite to a copy of the headers: a user's function may write to its argument, and return the same object.
 * It receives the facts of the connection alone.
 */
export function applyRewrite(rewrite: Rewrite, facts: AdapterFacts): HeaderFields {
  const { headers, peerAddress, peerPort, encrypted } = facts;
  return rewrite(copyHeaders(headers), { peerAddress, peerPort, encrypted: encrypted === true }) as HeaderFields;
}

/**
 * Resolves the facts of a state, then writes the headers of its request: code of the user's never sees half of them
 * written. The headers are written in three passes: the changes of a rewrite, the received values of the headers that
 * earlier options covered, and the believed values. Each pass may replace a value of the one before.
 *
 * @param rewritten - the changes of a rewrite, if there is one
 */
function resolveState(
  adapter: CompiledAdapter,
  state: RequestState,
  req: IncomingRequest,
  rewritten: readonly ExpectedHeaders[],
): ResolvedState {
  const outcome = adapter.resolve(state.facts, state.original);
  const resolution = readResolution(outcome);
  const received = state.adapter?.receivedHeaders(state.facts.headers);
  const believed = adapter.believedHeaders(resolution);
  state.adapter = adapter;
  state.resolution = resolution;
  if (state.isShown) req.proxyFix = resolution;
  for (const expected of rewritten) writeHeaders(req, expected);
  if (received !== undefined) writeHeaders(req, received);
  if (believed !== undefined) writeHeaders(req, believed);
  renewHeadersDistinct(req);
  if (isRefusal(outcome)) throw outcome;
  return state as ResolvedState;
}
