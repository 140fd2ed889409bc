import type { ProxyFixRefusal } from "../errors.js";
import type { Fact, Resolution } from "../resolution.js";
import type { AdapterFacts, AdapterOutcome, AdapterResolution, Original } from "./adapter-resolution.js";
import { isRefusal, readResolution, type CompiledAdapter } from "./compile-adapter.js";
import { copyHeaders } from "./header-fields.js";

/** The message of one resolution, on the channel `proxyfix:resolution` of node:diagnostics_channel. */
export interface ResolutionMessage<Req = object> {
  /**
   * Node's request, with verified headers. If a fetch Request has none behind it, as with Bun.serve and Deno.serve,
   * an object of the same shape, with `headers`, `rawHeaders` and `url`; of proxyfix/environ the received variables.
   */
  readonly request: Req;
  /** The resolution; the facts of the connection if the request is refused. */
  readonly resolution: AdapterResolution;
  /** The refusal; left out if the request is not refused. */
  readonly refusal?: ProxyFixRefusal;
  /** The result of the option `shadow`; left out if the option is unset. */
  readonly shadow?: ShadowOutcome;
}

/** The outcome that a request would have by the option `shadow`. */
export interface ShadowOutcome {
  /** The resolution; the facts of the connection if these options refuse the request. */
  readonly resolution: AdapterResolution;
  /** The refusal; left out if these options do not refuse the request. */
  readonly refusal?: ProxyFixRefusal;
  /** The facts that differ between the two resolutions, in the order address, proto, host, port, prefix. */
  readonly differences: readonly Fact[];
}

/** Creates the message of an outcome, and resolves the same facts by the option `shadow`. */
export function createMessage(
  adapter: CompiledAdapter,
  request: object,
  { facts, original }: { readonly facts: AdapterFacts; readonly original: Original },
  outcome: AdapterOutcome,
): ResolutionMessage {
  // A copy: a function of these options may write to its argument.
  const shadow = adapter.resolveShadow?.({ ...facts, headers: copyHeaders(facts.headers) }, original);
  const message = { request, ...readOutcome(outcome) };
  if (shadow === undefined) return message;
  const differences = listDifferences(message.resolution, readResolution(shadow));
  return { ...message, shadow: { ...readOutcome(shadow), differences } };
}

function readOutcome(outcome: AdapterOutcome): Omit<ResolutionMessage, "request" | "shadow"> {
  const resolution = readResolution(outcome);
  return isRefusal(outcome) ? { resolution, refusal: outcome } : { resolution };
}

const PROPERTIES: readonly (readonly [Fact, keyof Resolution])[] = [
  ["address", "clientAddress"],
  ["proto", "proto"],
  ["host", "host"],
  ["port", "port"],
  ["prefix", "prefix"],
];

function listDifferences(one: Resolution, other: Resolution): readonly Fact[] {
  return PROPERTIES.filter(([, name]) => one[name] !== other[name]).map(([fact]) => fact);
}
