import type { Rewrite } from "../rewrite/index.js";
import type { Resolution } from "../resolution.js";
import { isRefusal, refuseLines, type Engine } from "./engine.js";
import type { AdapterResolution, IncomingRequest, Original } from "./incoming-request.js";
import { canReplaceHeaders, replaceHeaders, writeHeaders } from "./incoming-headers.js";
import { readPeerAddress } from "./peer.js";
import { findState, keepState, type RequestState, type Verdict } from "./request-state.js";
import { prefixTarget } from "./request-target.js";
import type { HeaderChanges, PlainHeaders } from "./verified-headers.js";

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
    if (hasLostLines(req, state.original.rawHeaders)) refuseLines(state.facts);
    return { engine, resolution: tellOriginal(engine.resolve(state.facts), state), refusal: undefined };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { engine, resolution: tellOriginal(error.resolution, state), refusal: error };
  }
}

function tellOriginal(resolution: Resolution, { original }: RequestState): AdapterResolution {
  const told = resolution as { -readonly [Key in keyof AdapterResolution]: AdapterResolution[Key] };
  told.original = original;
  return told;
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
  const headers = rewrite(state.facts.headers, state.facts) as PlainHeaders;
  if (headers === state.facts.headers) return state.resolution;
  detachOriginal(req, state);
  state.facts = { ...state.facts, headers };
  state.rewritten = compareHeaders(state.original.headers, headers);
  state.verdict = undefined;
  if (state.engine !== undefined) return resolveIncoming(state.engine, req);
  writeVerified(req, state, []);
  return undefined;
}

function startState(req: IncomingRequest, target = req.originalUrl ?? req.url ?? ""): RequestState {
  const { socket, headers, rawHeaders } = req;
  const peerAddress = readPeerAddress(socket);
  const encrypted = socket?.encrypted === true;
  const state: RequestState = {
    original: {
      peerAddress,
      host: (headers[":authority"] ?? headers.host) as string | undefined,
      proto: encrypted ? "https" : "http",
      prefix: "",
      headers,
      rawHeaders,
    },
    target,
    facts: { headers: readHeaders(headers, rawHeaders), peerAddress, peerPort: socket?.remotePort, encrypted },
    rewritten: [],
    written: [],
    engine: undefined,
    resolution: undefined,
    verdict: undefined,
    isPrefixed: false,
  };
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
    const name = rawHeaders[at]!;
    if (name.length !== 4 || name.toLowerCase() !== "host") continue;
    if (first < 0) first = at;
    else (lines ??= [rawHeaders[first + 1]!]).push(rawHeaders[at + 1]!);
  }
  return lines === undefined ? headers : { ...headers, host: lines };
}

/** Node's parser keeps 1,000 header lines, or the server's maxHeadersCount, and drops the rest without a word. */
const LINES_KEPT = 1000;

function hasLostLines(req: IncomingRequest, lines: readonly string[]): boolean {
  if ((req.httpVersionMajor ?? 1) > 1) return false;
  const kept = req.socket?.server?.maxHeadersCount ?? LINES_KEPT;
  return kept > 0 && lines.length >= kept * 2;
}

/** Makes the request's headers those of its facts, with the verified ones over them. */
function writeVerified(req: IncomingRequest, state: RequestState, changes: HeaderChanges): void {
  const isFirst = state.written.length === 0 && state.rewritten.length === 0;
  if (isFirst && changes.length === 0) return;
  state.written = isFirst ? changes : mergeChanges(state, changes);
  if (isFirst && canReplaceHeaders(req, state.original)) {
    replaceHeaders(req, changes);
    return;
  }
  detachOriginal(req, state);
  writeHeaders(req, state.original, state.written);
}

/** Puts back what was written before, then has the rewritten headers, then the verified ones. */
function mergeChanges(state: RequestState, changes: HeaderChanges): HeaderChanges {
  const target = new Map<string, string | undefined>();
  for (const [name] of state.written) target.set(name, joinLines(state.original.headers[name]));
  for (const [name, value] of state.rewritten) target.set(name, value);
  for (const [name, value] of changes) target.set(name, value);
  return [...target];
}

function compareHeaders(before: PlainHeaders, after: PlainHeaders): HeaderChanges {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).map((name) => [name, joinLines(after[name])]);
}

function joinLines(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}

/** Before the first write, keeps the headers as they came. */
function detachOriginal(req: IncomingRequest, state: RequestState): void {
  const original = state.original as { -readonly [Key in keyof Original]: Original[Key] };
  if (original.headers !== req.headers) return;
  original.headers = { ...req.headers };
  original.rawHeaders = [...req.rawHeaders];
  if (state.facts.headers === req.headers) state.facts = { ...state.facts, headers: original.headers };
}
