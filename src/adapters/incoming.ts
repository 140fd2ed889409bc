import type { Rewrite } from "../rewrite/index.js";
import { holdOriginal, isRefusal, pipe, refuseLines, type Engine } from "./engine.js";
import type { AdapterResolution, IncomingRequest } from "./incoming-request.js";
import { canReplaceHeaders, replaceHeaders, writeHeaders } from "./incoming-headers.js";
import type { IncomingFacts } from "./incoming-facts.js";
import { findHolder, findState, keepState, readState, type Holder } from "./request-holder.js";
import { isResolved, RequestState, type ResolvedState, type Verdict } from "./request-state.js";
import { joinLines, NO_CHANGES, readClaimingLines, type HeaderChanges, type PlainHeaders } from "./verified-headers.js";

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
  const known = readState(holder, req);
  if (known !== undefined) return resolveState(engine, known, isOnlyLookedAt(engine, known));
  const state = startState(holder, req, engine, target);
  if (!isResolved(state)) return resolveState(engine, state, true);
  state.engine = engine;
  verify(engine, state, true);
  return state;
}

/** Whether a request was judged by these options and nothing was written, so that it can be written to as a new one. */
function isOnlyLookedAt(engine: Engine, state: RequestState): boolean {
  return state.ahead?.engine === engine && engine.findsLines && state.findLines(engine);
}

/** @param isNew - whether nobody can have touched the request since its state was started */
function resolveState(engine: Engine, state: RequestState, isNew: boolean): ResolvedState {
  const verdict =
    state.ahead?.engine === engine
      ? state.ahead.verdict
      : judge(engine, state, isNew ? state.factsAtStart : state.facts);
  const resolution = readVerdict(verdict);
  state.ahead = undefined;
  state.engine = engine;
  state.resolution = resolution;
  verify(engine, state as ResolvedState, isNew);
  if (isRefusal(verdict)) throw verdict;
  return state as ResolvedState;
}

/** Makes the headers hold only what is believed. */
function verify(engine: Engine, state: ResolvedState, isNew: boolean): void {
  const { resolution } = state;
  if (isNew && state.verifyInPlace(engine, resolution)) return;
  const { facts, original, req } = state;
  // Other code may have changed the headers and not their lines, or the other way round, and what came may be put back.
  const lines = readClaimingLines(engine.claims, req.rawHeaders);
  writeVerified(state, engine.verify(resolution, [facts.headers, req.headers, original.headers, lines]));
}

/**
 * Tells what {@link resolveIncoming} would give, and writes nothing: for whoever reads a request before its turn has
 * come. Gives the connection's own facts where the request is going to be refused.
 *
 * @param rewrites - those that the request is still to go through, but for any that it has gone through
 */
export function previewIncoming(
  engine: Engine,
  req: IncomingRequest,
  rewrites: readonly Rewrite[] = NONE,
): AdapterResolution {
  const holder = findHolder(req);
  // The lines are found when they are to be written over: other code runs before that.
  const state = readState(holder, req) ?? startState(holder, req);
  if (state.resolution !== undefined) return state.resolution;
  state.ahead ??= { engine, verdict: judge(engine, state, foresee(state, rewrites)) };
  return readVerdict(state.ahead.verdict);
}

const NONE: readonly Rewrite[] = [];

/** Gives the facts as rewrites are going to make them; with no headers where one of them fails, as it will again. */
function foresee({ facts, rewrites: done }: RequestState, rewrites: readonly Rewrite[]): IncomingFacts {
  const next = rewrites.filter((rewrite) => !done.includes(rewrite));
  if (next.length === 0) return facts;
  try {
    return { ...facts, headers: pipe(...next)(facts.headers, facts) as PlainHeaders };
  } catch {
    return { ...facts, headers: {} };
  }
}

function judge(engine: Engine, state: RequestState, facts: IncomingFacts): Verdict {
  try {
    if (state.hasLostLines) refuseLines(facts);
    return holdOriginal(engine.resolve(facts), state);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    holdOriginal(error.resolution, state);
    return error;
  }
}

/** Gives the facts that a request tells by a verdict: its connection's alone where it is refused. */
function readVerdict(verdict: Verdict): AdapterResolution {
  return isRefusal(verdict) ? (verdict.resolution as AdapterResolution) : verdict;
}

/**
 * Rewrites the facts of a request, before or after it is resolved: a resolved one is resolved again from them.
 *
 * @throws {ProxyFixRefusal} if the request was resolved and its options refuse the rewritten one
 */
export function rewriteIncoming(rewrite: Rewrite, req: IncomingRequest, target?: string): RequestState {
  const holder = findHolder(req);
  const state = readState(holder, req) ?? startState(holder, req, undefined, target);
  const { facts } = state;
  const headers = rewrite(facts.headers, facts) as PlainHeaders;
  state.rewrites = [...state.rewrites, rewrite];
  if (headers === facts.headers) return state;
  state.detachOriginal();
  state.rewriteFacts(headers);
  state.rewritten = compareHeaders(state.original.headers, headers);
  state.ahead = undefined;
  if (state.engine !== undefined) return resolveState(state.engine, state, false);
  writeVerified(state, NO_CHANGES);
  return state;
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

/** Makes the request's headers those of its facts, with the verified ones over them. */
function writeVerified(state: RequestState, changes: HeaderChanges): void {
  const isFirst = state.written.length === 0 && state.rewritten.length === 0;
  if (isFirst && changes.length > 0 && canReplaceHeaders(state.req, state.original)) {
    state.written = listNames(changes);
    replaceHeaders(state.req, changes);
    return;
  }
  // Where nothing is to be written as well: what an application does to the headers from now on does not change what came.
  state.detachOriginal();
  if (isFirst && changes.length === 0) return;
  const all = mergeChanges(state, changes);
  state.written = listNames(all);
  writeHeaders(state.req, state.original, all);
}

function listNames(changes: HeaderChanges): readonly string[] {
  return changes.filter((_, at) => at % 2 === 0) as readonly string[];
}

/** Puts back what was written before, then has the rewritten headers, then the verified ones. */
function mergeChanges({ original, written, rewritten }: RequestState, changes: HeaderChanges): HeaderChanges {
  const target = new Map<string, string | undefined>();
  for (const name of written) target.set(name, joinLines(original.headers[name]));
  for (const more of [rewritten, changes]) {
    for (let at = 0; at < more.length; at += 2) target.set(more[at]!, more[at + 1]);
  }
  return [...target].flat();
}

function compareHeaders(before: PlainHeaders, after: PlainHeaders): HeaderChanges {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => (before[name] === after[name] ? [] : [name, joinLines(after[name])]));
}
