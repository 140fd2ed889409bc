import type { AdapterFacts, AdapterResolution, Original } from "../headers/adapter-resolution.js";
import type { CompiledAdapter } from "../headers/compile-adapter.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { VERSION } from "../version.js";
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
  /** Whether some `originalUrl` contains a prefix. */
  isPrefixed: boolean;
  /** Whether the node adapter has set `req.proxyFix`. */
  isShown: boolean;
}

/** The state of a resolved request. */
export type ResolvedState = RequestState & { readonly resolution: AdapterResolution };

/*
 * Two copies of this package in one process must not take each other's headers for a client's. The original is a
 * registered symbol of a shape that never changes, for every version; the rest is for copies of the same version.
 */
const ORIGINAL: unique symbol = Symbol.for("proxyfix.original");
const STATE: unique symbol = Symbol.for(`proxyfix.state@${VERSION}`);

/** Marks the prototypes of a framework whose accessors read the state of a request. */
export const PREPARED: unique symbol = Symbol.for(`proxyfix.prepared@${VERSION}`);

interface Carrier {
  [ORIGINAL]?: Original;
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

/**
 * Finds the state of a request, or starts it.
 *
 * @param target - the request target as the client's request had it; by default `originalUrl` or `url`
 */
export function startState(req: IncomingRequest, target?: string): RequestState {
  const carrier = findCarrier(req);
  let state = carrier[STATE];
  if (state !== undefined) return state;
  state = createState(req, carrier[ORIGINAL], target);
  carry(carrier, req, ORIGINAL, state.original);
  carry(carrier, req, STATE, state);
  return state;
}

const NONE: readonly Rewrite[] = [];

/** Creates the state of a request, without keeping it. */
export function createState(req: IncomingRequest, known?: Original, target?: string): RequestState {
  // Written out: an object literal that begins with a spread is several times larger and slower in V8.
  const received = target ?? req.originalUrl ?? req.url ?? "";
  const { original, facts } = receive(req, known, received);
  return {
    original,
    facts,
    target: received,
    rewrites: NONE,
    adapter: undefined,
    resolution: undefined,
    isPrefixed: false,
    isShown: false,
  };
}

function carry<Name extends keyof Carrier>(carrier: Carrier, req: object, name: Name, value: Carrier[Name]): void {
  if (carrier !== req) carrier[name] = value;
  // No copy of the request takes it along.
  else Object.defineProperty(carrier, name, { value, writable: true, configurable: true });
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
  return findState(req)?.target ?? req.originalUrl ?? req.url ?? "";
}

/**
 * Returns the new `originalUrl` of a request: the target as the client sees it, made from the received target.
 * Undefined if `originalUrl` can stay, since it has and had no prefix.
 */
export function externalTarget(state: RequestState | undefined): string | undefined {
  if (state?.resolution === undefined) return undefined;
  const { prefix } = state.resolution;
  if (prefix === "") return state.isPrefixed ? state.target : undefined;
  state.isPrefixed = true;
  return prefixTarget(prefix, state.target);
}
