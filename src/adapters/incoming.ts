import type { Rewrite } from "../rewrite/index.js";
import { holdOriginal, isRefusal, refuseLines, type Engine } from "./engine.js";
import type { AdapterResolution, IncomingRequest } from "./incoming-request.js";
import { canReplaceHeaders, isSpelling, overwriteHeaders, replaceHeaders, writeHeaders } from "./incoming-headers.js";
import { readPeerAddress } from "./peer.js";
import { findState, keepState, RequestState, type Verdict } from "./request-state.js";
import { prefixTarget } from "./request-target.js";
import { NO_CHANGES, type HeaderChanges, type PlainHeaders } from "./verified-headers.js";

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
export function resolveIncoming(engine: Engine, req: IncomingRequest, target?: string): AdapterResolution {
  const state = findState(req) ?? startState(req, target);
  const { verdict } = state;
  const { resolution, refusal } = verdict?.engine === engine ? verdict : judge(engine, req, state);
  state.verdict = undefined;
  state.engine = engine;
  state.resolution = resolution;
  writeVerified(req, state, engine.verify(resolution, state.facts.headers));
  if (refusal !== undefined) throw refusal;
  return resolution;
}

/**
 * Tells what {@link resolveIncoming} would give, and writes nothing: for whoever reads a request before its turn has
 * come. Gives the connection's own facts where the request is going to be refused.
 */
export function previewIncoming(engine: Engine, req: IncomingRequest): AdapterResolution {
  const state = findState(req) ?? startState(req);
  if (state.resolution !== undefined) return state.resolution;
  state.verdict ??= judge(engine, req, state);
  return state.verdict.resolution;
}

function judge(engine: Engine, req: IncomingRequest, state: RequestState): Verdict {
  try {
    if (hasLostLines(req, state.lineCount)) refuseLines(state.facts);
    return { engine, resolution: holdOriginal(engine.resolve(state.facts), state), refusal: undefined };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { engine, resolution: holdOriginal(error.resolution, state), refusal: error };
  }
}

/** Gives the request target as it came, before any prefix was put before it. */
export function originalTarget(req: IncomingRequest): string {
  return findState(req)?.target ?? req.originalUrl ?? req.url ?? "";
}

/**
 * Gives what `originalUrl` has to be: the target as the client sees it, always made from the target as it came.
 *
 * @returns undefined where it is to be left alone, since no prefix is or was there
 */
export function externalTarget(req: object): string | undefined {
  const state = findState(req);
  if (state?.resolution === undefined) return undefined;
  const { prefix } = state.resolution;
  if (prefix === "") return state.isPrefixed ? state.target : undefined;
  state.isPrefixed = true;
  return prefixTarget(prefix, state.target);
}

/**
 * Rewrites the facts of a request, before or after it is resolved: a resolved one is resolved again from them.
 *
 * @throws {ProxyFixRefusal} if the request was resolved and its options refuse the rewritten one
 */
export function rewriteIncoming(
  rewrite: Rewrite,
  req: IncomingRequest,
  target?: string,
): AdapterResolution | undefined {
  const state = findState(req) ?? startState(req, target);
  const { facts } = state;
  const headers = rewrite(facts.headers, facts) as PlainHeaders;
  if (headers === facts.headers) return state.resolution;
  state.detachOriginal();
  state.rewriteFacts(headers);
  state.rewritten = compareHeaders(state.original.headers, headers);
  state.verdict = undefined;
  if (state.engine !== undefined) return resolveIncoming(state.engine, req);
  writeVerified(req, state, NO_CHANGES);
  return undefined;
}

function startState(req: IncomingRequest, target = req.originalUrl ?? req.url ?? ""): RequestState {
  const { socket, headers, rawHeaders } = req;
  const facts = {
    headers: readHeaders(headers, rawHeaders),
    peerAddress: readPeerAddress(socket),
    peerPort: socket?.remotePort,
    encrypted: socket?.encrypted === true,
  };
  const state = new RequestState(req, target, facts);
  keepState(req, state);
  return state;
}

/**
 * Node keeps the first of several Host lines and says nothing, whoever reads the lines themselves sees the other. Such a
 * request is malformed (RFC 9112 section 3.2): its host is what all lines say, which no grammar accepts.
 */
function readHeaders(headers: PlainHeaders, rawHeaders: readonly string[]): PlainHeaders {
  let lines: string[] | undefined;
  let first = -1;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (!isSpelling(rawHeaders[at]!, "host")) continue;
    if (first < 0) first = at;
    else (lines ??= [rawHeaders[first + 1]!]).push(rawHeaders[at + 1]!);
  }
  return lines === undefined ? headers : { ...headers, host: lines };
}

/** Node's parser keeps 1,000 header lines, or the server's maxHeadersCount, and drops the rest without a word. */
const LINES_KEPT = 1000;

function hasLostLines(req: IncomingRequest, lineCount: number): boolean {
  if ((req.httpVersionMajor ?? 1) > 1) return false;
  const kept = req.socket?.server?.maxHeadersCount ?? LINES_KEPT;
  return kept > 0 && lineCount >= kept * 2;
}

/** Makes the request's headers those of its facts, with the verified ones over them. */
function writeVerified(req: IncomingRequest, state: RequestState, changes: HeaderChanges): void {
  if (state.written.length === 0 && state.rewritten.length === 0) {
    if (changes.length === 0) return;
    const overwritten = state.isUntouched ? overwriteHeaders(req, changes) : undefined;
    if (overwritten !== undefined) {
      state.written = overwritten;
      return;
    }
    const { original } = state;
    state.written = changes;
    if (canReplaceHeaders(req, original)) {
      replaceHeaders(req, changes);
      return;
    }
  } else {
    state.written = mergeChanges(state, changes);
  }
  state.detachOriginal();
  writeHeaders(req, state.original, state.written);
}

/** Puts back what was written before, then has the rewritten headers, then the verified ones. */
function mergeChanges({ original, written, rewritten }: RequestState, changes: HeaderChanges): HeaderChanges {
  const target = new Map<string, string | undefined>();
  for (let at = 0; at < written.length; at += 2) {
    const name = written[at]!;
    target.set(name, joinLines(original.headers[name]));
  }
  for (const more of [rewritten, changes]) {
    for (let at = 0; at < more.length; at += 2) target.set(more[at]!, more[at + 1]);
  }
  return [...target].flat();
}

function compareHeaders(before: PlainHeaders, after: PlainHeaders): HeaderChanges {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).flatMap((name) => [name, joinLines(after[name])]);
}

function joinLines(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
