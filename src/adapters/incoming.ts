import type { Rewrite } from "../rewrite/index.js";
import { isRefusal, isSameRecord, type Engine } from "./engine.js";
import type { IncomingFacts } from "./incoming-facts.js";
import { copyHeaders, readLines, writeHeaders } from "./incoming-headers.js";
import type { AdapterResolution, IncomingRequest } from "./incoming-request.js";
import { findHolder, findState, keepState, readState, type Holder } from "./request-holder.js";
import { isResolved, RequestState, type ResolvedState } from "./request-state.js";
import { judge, readVerdict } from "./verdict.js";
import { NO_CHANGES, readClaimingLines, type PlainHeaders } from "./verified-headers.js";
import { compareHeaders, writeVerified } from "./write-verified.js";

export type { AdapterResolution, IncomingRequest, Original } from "./incoming-request.js";

/** Gives the resolution of a request that an adapter resolved, undefined for any other. */
export function resolutionOf(req: object): AdapterResolution | undefined {
  return findState(req)?.resolution;
}

/**
 * Resolves a request and makes its headers tell the truth.
 *
 * A request that was resolved before is resolved again from its original facts; the last one wins. A refused one tells
 * the facts of its connection alone from here on, headers included: error handlers and loggers still see it.
 *
 * @param target - the request target as the client's request had it; `originalUrl` or `url` where the adapter knows no better
 * @throws {ProxyFixRefusal} if the options refuse it, or if header lines may have been lost
 */
export function resolveIncoming(engine: Engine, req: IncomingRequest, target?: string): ResolvedState {
  // One place, asked for once: each property of a request of Express that is looked at costs 0.1 to 0.3 µs.
  const holder = findHolder(req);
  const known = readState(holder);
  if (known !== undefined) return resolveState(engine, known, req, false);
  const state = startState(holder, req, engine, target);
  if (!isResolved(state)) return resolveState(engine, state, req, true);
  state.engine = engine;
  verify(engine, state, true);
  return state;
}

/**
 * @param req - the request that is to be resolved: the state's own, or a copy or a wrapper of it
 * @param isNew - whether nobody can have touched the request since its state was started
 */
function resolveState(engine: Engine, state: RequestState, req: IncomingRequest, isNew: boolean): ResolvedState {
  const verdict = judge(engine, isNew ? state.factsAtStart : state.facts, state.hasLostLines, state);
  state.engine = engine;
  state.resolution = readVerdict(verdict);
  verify(engine, state as ResolvedState, isNew);
  if (req !== state.req) verifyCopy(engine, state as ResolvedState, req);
  if (isRefusal(verdict)) throw verdict;
  return state as ResolvedState;
}

/** Makes the headers hold only what is believed. */
function verify(engine: Engine, state: ResolvedState, isNew: boolean): void {
  const { resolution } = state;
  if (isNew && state.verifyInPlace(engine, resolution)) return;
  const { facts, original, req } = state;
  // Other code may have changed the headers and not their lines, or the other way round, and what came may be put back.
  const lines = readClaimingLines(engine.claims, readLines(req));
  writeVerified(state, engine.verify(resolution, [facts.headers, req.headers, original.headers, lines]));
}

/** Makes headers of its own, which other code has given a copy or a wrapper of a request, hold only what is believed. */
function verifyCopy(engine: Engine, { resolution }: ResolvedState, req: IncomingRequest): void {
  const lines = readClaimingLines(engine.claims, readLines(req));
  writeHeaders(req, undefined, engine.verify(resolution, [req.headers, lines]));
}

/**
 * Rewrites the facts of a request, before or after it is resolved: a resolved one is resolved again from them.
 *
 * @throws {ProxyFixRefusal} if the request was resolved and its options refuse the rewritten one
 */
export function rewriteIncoming(rewrite: Rewrite, req: IncomingRequest, target?: string): RequestState {
  const holder = findHolder(req);
  const state = readState(holder) ?? startState(holder, req, undefined, target);
  // Where nothing is rewritten as well: what an application does to the headers from now on does not change what came.
  state.detachOriginal();
  const { facts } = state;
  const headers = applyRewrite(rewrite, facts.headers, facts);
  state.rewrites = [...state.rewrites, rewrite];
  if (req !== state.req && req.headers !== state.req.headers) rewriteCopy(rewrite, facts, req);
  if (isSameRecord(facts.headers, headers)) return state;
  state.rewriteFacts(headers);
  state.rewritten = compareHeaders(state.original.headers, headers);
  if (state.engine !== undefined) return resolveState(state.engine, state, req, false);
  writeVerified(state, NO_CHANGES);
  return state;
}

/** Gives a rewrite a copy: a function of the user's own may write to what it is given, and give the same back. */
function applyRewrite(rewrite: Rewrite, headers: PlainHeaders, facts: IncomingFacts): PlainHeaders {
  return rewrite(copyHeaders(headers), facts) as PlainHeaders;
}

/** Rewrites headers of its own that other code has given a copy or a wrapper of a request. */
function rewriteCopy(rewrite: Rewrite, facts: IncomingFacts, req: IncomingRequest): void {
  const changes = compareHeaders(req.headers, applyRewrite(rewrite, req.headers, facts));
  if (changes.length > 0) writeHeaders(req, undefined, changes);
}

function startState(
  holder: Holder,
  req: IncomingRequest,
  engine?: Engine,
  target = req.originalUrl ?? req.url ?? "",
): RequestState {
  const state = new RequestState(req, target, engine);
  keepState(holder, state);
  return state;
}
