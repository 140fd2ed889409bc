import type { AdapterResolution, Original } from "../../headers/adapter-resolution.js";
import { readField } from "../../headers/header-fields.js";
import type { EnvironFacts } from "./facts.js";
import { applyVariableChanges, readHeaders, type Environ } from "./variables.js";

/** The state of a record that was resolved or rewritten. */
export interface EnvironState {
  /** The request as it was received. */
  readonly original: Original;
  /** The last resolution; undefined if the record was only rewritten. */
  readonly resolved?: Resolved;
}

/** How a record was resolved. */
export interface Resolved {
  readonly resolution: AdapterResolution;
  /** The received values of the variables that proxyFix covers; undefined for a missing variable. */
  readonly before: ReadonlyMap<string, string | undefined>;
  /** Resolves a record by the same options. */
  fix(environ: Environ): Environ;
}

/*
 * A registered symbol: a spread copy of the record keeps the state, another copy of this package finds it, and code that
 * reads variables (JSON, Object.keys, a child process) does not see it.
 */
const STATE: unique symbol = Symbol.for("proxyfix.environ");

type WithState = { readonly [STATE]?: EnvironState };

export function readState(environ: Environ): EnvironState | undefined {
  return (environ as WithState)[STATE];
}

export function withState(environ: Environ, state: EnvironState): Environ & WithState {
  return { ...environ, [STATE]: state };
}

/** Returns the variables as they were before they were resolved. The record has no prototype, and inherits no variable. */
export function restore(environ: Environ): Environ {
  const resolved = readState(environ)?.resolved;
  const received = resolved === undefined ? environ : applyVariableChanges(environ, resolved.before);
  return Object.assign(Object.create(null) as object, received);
}

/** Describes a request as it was received. */
export function readOriginal({ headers, peerAddress, encrypted }: EnvironFacts, environ: Environ): Original {
  const received = readHeaders(environ);
  return {
    peerAddress,
    host: readField(headers, "host") as string | undefined,
    proto: encrypted === true ? "https" : "http",
    prefix: environ["SCRIPT_NAME"] ?? "",
    headers: received,
    rawHeaders: Object.entries(received).flat() as string[],
  };
}
