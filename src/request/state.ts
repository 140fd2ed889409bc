import type { AdapterFacts, AdapterResolution, Original } from "../headers/adapter-resolution.js";
import type { CompiledAdapter } from "../headers/compile-adapter.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { VERSION } from "../version.js";
import { readField, withoutPrototype, type HeaderFields } from "../headers/header-fields.js";
import { receive, type Received } from "./read-facts.js";
import type { IncomingRequest } from "./request.js";

/** The state of a request, one for all adapters that see it. */
export interface RequestState extends Received {
  /** The facts to resolve from: the received ones, or the result of rewrites. */
  facts: AdapterFacts;
  /** The request target as it was received, before any adapter put a prefix in front of it. */
  readonly target: string;
  /** The rewrites that the request has passed. */
  rewrites: readonly Rewrite[];
  /** The options by which the request was resolved last. */
  adapter: CompiledAdapter | undefined;
  resolution: AdapterResolution | undefined;
  /** The prefixes that URLs of the request have contained, the present one last; none if they never had one. */
  prefixes: readonly string[];
}

/** The state of a resolved request. */
export type ResolvedState = RequestState & { readonly resolution: AdapterResolution };

/*
 * Two copies of this package in one process must not take each other's headers for a client's. Three registered symbols
 * of a shape that never changes are for every version: the request as it was received, the headers that rewrites made of
 * the received ones, and the last resolution. The rest is for copies of the same version.
 */
const ORIGINAL: unique symbol = Symbol.for("proxyfix.original");
const REWRITTEN: unique symbol = Symbol.for("proxyfix.rewritten");
const RESOLUTION: unique symbol = Symbol.for("proxyfix.resolution");
const STATE: unique symbol = Symbol.for(`proxyfix.state@${VERSION}`);

/** Marks the prototypes of a framework whose accessors read the state of a request. */
export const PREPARED: unique symbol = Symbol.for(`proxyfix.prepared@${VERSION}`);

interface Carrier {
  [ORIGINAL]?: Original;
  [REWRITTEN]?: HeaderFields;
  [RESOLUTION]?: AdapterResolution;
  [STATE]?: RequestState;
}

/**
 * Returns the object that carries the state of a request: the state of its stream, which every framework leaves in
 * place. An own property on a request whose prototype was exchanged, as Express does, slows down every access to it.
 */
function findCarrier(req: object): Carrier {
  // Node's name, which packages have always read.
  const { _readableState: carrier } = req as { readonly _readableState?: unknown };
  return typeof carrier === "object" && carrier !== null ? carrier : req;
}

/** Finds the state of a request; its prototype may have been exchanged since. */
export function findState(req: object): RequestState | undefined {
  return findCarrier(req)[STATE];
}

/** Returns the last resolution of a request, by any version of this package; undefined if it was never resolved. */
export function resolutionOf(req: object): AdapterResolution | undefined {
  return findCarrier(req)[RESOLUTION];
}

/**
 * Finds the state of a request, or starts it.
 *
 * @param target - the request target as the client's request had it; by default `originalUrl` or `url`
 */
export function startState(req: IncomingRequest, target?: string): RequestState {
  const carrier = findCarrier(req);
  const state = carrier[STATE];
  if (state === undefined) {
    const started = createState(req, target);
    carry(carrier, req, ORIGINAL, started.original);
    carry(carrier, req, STATE, started);
    return started;
  }
  const rewritten = carrier[REWRITTEN];
  // Another version may have rewritten them since.
  if (rewritten !== undefined && rewritten !== state.facts.headers) {
    state.facts = { ...state.facts, headers: rewritten };
  }
  return state;
}

const NONE: readonly never[] = [];

/** Creates the state of a request, without keeping it. Another version of this package may have resolved it before. */
export function createState(req: IncomingRequest, target?: string): RequestState {
  const carrier = findCarrier(req);
  const prefix = carrier[RESOLUTION]?.prefix ?? "";
  // Written out: an object literal that begins with a spread is several times larger and slower in V8.
  const shown = target ?? readField(req, "originalUrl") ?? req.url ?? "";
  const isPrefixed = prefix !== "" && shown !== req.url && shown.startsWith(prefix);
  const received = isPrefixed ? shown.slice(prefix.length) : shown;
  const { original, facts } = receive(req, carrier[ORIGINAL], received);
  return {
    original,
    facts: carrier[REWRITTEN] === undefined ? facts : { ...facts, headers: carrier[REWRITTEN] },
    target: received,
    rewrites: NONE,
    adapter: undefined,
    resolution: undefined,
    prefixes: prefix === "" ? NONE : [prefix],
  };
}

/** Keeps the headers that a rewrite made of the received ones. */
export function keepRewritten(req: object, state: RequestState, headers: HeaderFields): void {
  state.facts = { ...state.facts, headers };
  carry(findCarrier(req), req, REWRITTEN, headers);
}

/** Keeps the resolution of a request. */
export function keepResolution(req: object, state: RequestState, resolution: AdapterResolution): void {
  state.resolution = resolution;
  carry(findCarrier(req), req, RESOLUTION, resolution);
}

function carry<Name extends keyof Carrier>(carrier: Carrier, req: object, name: Name, value: Carrier[Name]): void {
  if (carrier !== req) carrier[name] = value;
  // No copy of the request takes it along; a frozen one, made by other code, has no room for it.
  else Reflect.defineProperty(carrier, name, withoutPrototype({ value, writable: true, configurable: true }));
}

/**
 * Puts a prefix in front of a request target.
 *
 * Only an origin-form target (RFC 9112 section 3.2.1) is a path; an absolute-form one, `*` and an authority are
 * returned as they are.
 */
export function prefixTarget(prefix: string, target: string): string {
  return target.startsWith("/") ? prefix + target : target;
}

/** Returns the request target as it was received, before any prefix was put in front of it. */
export function receivedTarget(req: IncomingRequest): string {
  return findState(req)?.target ?? readField(req, "originalUrl") ?? req.url ?? "";
}

/**
 * Returns the new `originalUrl` of a request: the target as the client sees it, made from the received target.
 * Undefined if `originalUrl` can stay, since it has and had no prefix.
 */
export function externalTarget(state: RequestState | undefined): string | undefined {
  if (state?.resolution === undefined) return undefined;
  const { prefix } = state.resolution;
  const { prefixes } = state;
  if (prefix === "" && prefixes.length === 0) return undefined;
  if (prefixes.at(-1) !== prefix) state.prefixes = [...prefixes, prefix];
  return prefix === "" ? state.target : prefixTarget(prefix, state.target);
}
