import type { AdapterFacts, AdapterOutcome } from "../headers/adapter-resolution.js";
import { compileAdapter, isRefusal, readResolution, type CompiledAdapter } from "../headers/compile-adapter.js";
import { expectRewritten } from "../headers/expected-headers.js";
import {
  copyHeaders,
  readField,
  setField,
  textFields,
  type ExpectedHeaders,
  type HeaderFields,
} from "../headers/header-fields.js";
import { callRewrite } from "../rewrite/call-rewrite.js";
import { takeRewritten } from "../rewrite/headers.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import type { IncomingRequest } from "./request.js";
import { publishOutcome, RESOLUTION_CHANNEL } from "./resolution-channel.js";
import { setProperty } from "./set-property.js";
import {
  keepResolution,
  keepRewritten,
  resolutionOf,
  startState,
  type RequestState,
  type ResolvedState,
} from "./state.js";
import { warnOnce } from "./warn-once.js";
import { warnPeers } from "./warn-peers.js";
import { renewHeadersDistinct, writeHeaders } from "./write-headers.js";

export { resolutionOf } from "./state.js";

const NONE: readonly ExpectedHeaders[] = [];

/** Stands for the options of another version of this package: they are not known here, but the usual headers are. */
const OTHER_VERSION = compileAdapter({});

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
  if (headers === facts.headers) return state;
  keepRewritten(req, state, headers);
  const rewritten = expectRewritten(facts.headers, headers);
  if (state.adapter !== undefined) return resolveState(state.adapter, state, req, [rewritten]);
  writeHeaders(req, rewritten);
  renewHeadersDistinct(req);
  return state;
}

/**
 * Applies a rewrite to a copy of the headers: a user's function may write to its argument, and return the same object.
 * It receives the facts of the connection alone.
 *
 * @throws {TypeError} if the rewrite does not return headers; an error of its own passes through
 */
export function applyRewrite(rewrite: Rewrite, facts: AdapterFacts): HeaderFields {
  const { peerAddress, peerPort, encrypted } = facts;
  const connection = { peerAddress, peerPort, encrypted: encrypted === true };
  const headers = textFields(facts.headers);
  return takeRewritten(headers, callRewrite(rewrite, copyHeaders(headers), connection));
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
  const before = resolutionOf(req);
  const earlier = state.adapter ?? (before === undefined ? undefined : OTHER_VERSION);
  const outcome = adapter.resolve(state.facts, state.original);
  const resolution = readResolution(outcome);
  const received = earlier?.receivedHeaders(receivedFields(state));
  const believed = adapter.believedHeaders(resolution);
  state.adapter = adapter;
  keepResolution(req, state, resolution);
  // The node adapter, or the middleware for Connect, has set it.
  if (before !== undefined && req.proxyFix === before) setProperty(req, "proxyFix", resolution);
  for (const expected of rewritten) writeHeaders(req, expected);
  if (received !== undefined) writeHeaders(req, received);
  if (believed !== undefined) writeHeaders(req, believed);
  renewHeadersDistinct(req);
  if (adapter.wantsWarnings && outcome.issues.length > 0) warnUntrusted(adapter, state.facts, outcome);
  if (adapter.peerWatch !== undefined) warnPeers(adapter.peerWatch, req, resolution);
  if (RESOLUTION_CHANNEL?.hasSubscribers === true) publishOutcome(RESOLUTION_CHANNEL, adapter, req, state, outcome);
  if (isRefusal(outcome)) throw outcome;
  return state as ResolvedState;
}

/** Returns the headers to put back: of several Host lines, which are a list in the facts, Node shows the first. */
function receivedFields({ facts: { headers }, original }: RequestState): HeaderFields {
  if (!Array.isArray(readField(headers, "host"))) return headers;
  const shown = copyHeaders(headers);
  setField(shown, "host", original.headers["host"]);
  return shown;
}

function warnUntrusted(adapter: CompiledAdapter, facts: AdapterFacts, outcome: AdapterOutcome): void {
  const advice = adapter.describeUntrusted(facts, outcome);
  if (advice !== undefined) warnOnce("PROXYFIX_UNTRUSTED_PEER", advice);
}
