import type { ProxyFixRefusal } from "../errors.js";
import { compileOptions } from "../options/compile-options.js";
import type { RequestFacts, Resolution } from "../resolution.js";
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
import { BelievedHeaders, ReceivedHeaders, type ExpectedHeaders } from "./expected-headers.js";
import { compilePolicy } from "./header-policy.js";
import type { HeaderRecord } from "./header-record.js";

/** The compiled options of an adapter. */
export interface CompiledAdapter {
  /** Whether `socket: true` is set. */
  readonly wantsSocketView: boolean;
  /**
   * Resolves a request.
   *
   * @throws {ProxyFixRefusal} if `strict` or `allowedHosts` refuse it
   */
  resolve(facts: RequestFacts): Resolution;
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
    resolve: (facts) => resolveRequest(compiled, facts),
    // Only results of `resolve` are passed here.
    believedHeaders: (resolution) =>
      isVerified ? new BelievedHeaders(policy, compiled, resolution as BelievedResolution) : undefined,
    receivedHeaders: (headers) => (isVerified ? new ReceivedHeaders(policy, headers) : undefined),
  };
}

/**
 * Returns whether an error is a refusal, by its code: another copy of this package in the process, which shares the state
 * of a request, has a class of its own.
 */
export function isRefusal(error: unknown): error is ProxyFixRefusal {
  return (error as { code?: unknown } | null | undefined)?.code === "ERR_PROXYFIX_REFUSED";
}

/** Creates the refusal of a request with more header lines than the parser keeps: it dropped some, which is known to nobody. */
export function createLinesRefusal(facts: RequestFacts): ProxyFixRefusal {
  return createRefusal(431, [], facts);
}
