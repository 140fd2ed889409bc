import type { RequestState } from "./request-state.js";

// A registered symbol: two copies of this package in one process must not take each other's headers for a client's.
const STATE: unique symbol = Symbol.for("proxyfix.request");

/** What a state is kept on. */
export interface Holder {
  [STATE]?: RequestState;
}

/**
 * Where the state of a request is kept: with the state of the stream that it is, which every framework leaves in place.
 * An own property of a request whose prototype was exchanged, as Express does, makes each access to it slower, and what
 * a WeakMap holds costs the garbage collector 2 to 3 µs a request.
 */
export function findHolder(req: object): Holder {
  // oxlint-disable-next-line no-underscore-dangle -- Node's name, which packages have read ever since
  const stream = (req as { readonly _readableState?: unknown })._readableState;
  return typeof stream === "object" && stream !== null ? stream : req;
}

export function readState(holder: Holder): RequestState | undefined {
  return holder[STATE];
}

export function keepState(holder: Holder, state: RequestState): void {
  if (holder !== state.req) holder[STATE] = state;
  // No copy of the request takes it along.
  else Object.defineProperty(holder, STATE, { value: state, writable: true, configurable: true });
}

/** Finds what is kept of a request, whatever became of its prototype since. */
export function findState(req: object): RequestState | undefined {
  return readState(findHolder(req));
}
