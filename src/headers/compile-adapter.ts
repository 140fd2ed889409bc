import { compileOptions, type CompiledOptions } from "../options/compile-options.js";
import type { Resolution } from "../resolution.js";
import type { BelievedResolution } from "../resolve/believed-resolution.js";
import { createRefusal } from "../resolve/refuse.js";
import { resolveRequest } from "../resolve/resolver.js";
import {
  ADAPTER_NAMES,
  readForwardedHeaders,
  readKeepHeaders,
  readSocket,
  type AdapterOptions,
  type SocketOptions,
} from "./adapter-options.js";
import { isRefusal, type AdapterFacts, type AdapterOutcome, type Original } from "./adapter-resolution.js";
import { expectBelieved, expectReceived, type ExpectedHeaders } from "./expected-headers.js";
import { compilePolicy } from "./header-policy.js";
import type { HeaderRecord } from "./header-record.js";

/** The compiled options of an adapter. */
export interface CompiledAdapter {
  /** Whether `socket: true` is set. */
  readonly wantsSocketView: boolean;
  /** Resolves a request, or refuses it with status 431 if header lines may be lost. A refusal is returned, not thrown. */
  resolve(facts: AdapterFacts, original: Original): AdapterOutcome;
  /** Returns the values that the headers must have, undefined if the options keep headers as received. */
  believedHeaders(resolution: Resolution): ExpectedHeaders | undefined;
  /** Returns the values that the same headers had when they were received. */
  receivedHeaders(headers: HeaderRecord): ExpectedHeaders | undefined;
}

/**
 * Compiles an adapter's options.
 *
 * @param otherNames - names of options that only this adapter has
 * @throws {ProxyFixOptionsError} if an option is wrong
 */
export function compileAdapter(
  options: AdapterOptions & SocketOptions,
  otherNames: readonly string[] = [],
): CompiledAdapter {
  const compiled = compileOptions(options, [...ADAPTER_NAMES, ...otherNames]);
  const policy = compilePolicy(compiled, readKeepHeaders(options.keepHeaders));
  const isVerified = readForwardedHeaders(options.forwardedHeaders) === "verified";
  return {
    wantsSocketView: readSocket(options.socket),
    resolve: (facts, original) => resolveOrRefuse(compiled, facts, original),
    // Only results of `resolve` are passed here.
    believedHeaders: (resolution) =>
      isVerified ? expectBelieved(policy, compiled, resolution as BelievedResolution) : undefined,
    receivedHeaders: (headers) => (isVerified ? expectReceived(policy, headers) : undefined),
  };
}

function resolveOrRefuse(options: CompiledOptions, facts: AdapterFacts, original: Original): AdapterOutcome {
  try {
    if (facts.hasLostLines === true) throw createRefusal(431, [], facts);
    return Object.assign(resolveRequest(options, facts), { original });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    Object.assign(error.resolution, { original });
    return error;
  }
}
