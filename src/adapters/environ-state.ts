import type { EnvironFacts } from "./environ-facts.js";
import { applyChanges, readHeaders, type Environ } from "./environ-variables.js";
import type { AdapterResolution, Original } from "./incoming.js";

/** What a record carries along once it was resolved or rewritten. */
export interface EnvironState {
  /** What the request was before anything touched it. */
  readonly original: Original;
  /** How it was resolved, where it was. */
  readonly resolved?: Resolved;
}

/** How a record was resolved. */
export interface Resolved {
  readonly resolution: AdapterResolution;
  /** The variables that proxyFix answers for, as they were; undefined for one that was not there. */
  readonly before: ReadonlyMap<string, string | undefined>;
  /** Resolves a record by the same options. */
  fix(environ: Environ): Environ;
}

/*
 * The state is a property under a registered symbol, so that a spread copy of the record keeps it, and another copy of
 * this package finds it: without it a second proxyFix would take the client's address for the peer's. No header and no
 * variable can be named by a symbol, and what reads variables (JSON, Object.keys, a child process) does not see it.
 */
const STATE: unique symbol = Symbol.for("proxyfix.environ");

type WithState = { readonly [STATE]?: EnvironState };

export function readState(environ: Environ): EnvironState | undefined {
  return (environ as WithState)[STATE];
}

export function withState(environ: Environ, state: EnvironState): Environ & WithState {
  return { ...environ, [STATE]: state };
}

/** Gives the variables as they were before they were resolved. */
export function restore(environ: Environ): Environ {
  const resolved = readState(environ)?.resolved;
  return resolved === undefined ? environ : applyChanges(environ, resolved.before);
}

/** Keeps what the request was. */
export function readOriginal({ headers, peerAddress, encrypted }: EnvironFacts, environ: Environ): Original {
  const held = readHeaders(environ);
  return {
    peerAddress,
    host: headers["host"] as string | undefined,
    proto: encrypted === true ? "https" : "http",
    prefix: environ["SCRIPT_NAME"] ?? "",
    headers: held,
    rawHeaders: Object.entries(held).flat() as string[],
  };
}
