import type { ProxyFixRefusal } from "../errors.js";
import { ADAPTER_NAMES, readForwardedHeaders, readSwitch } from "../options/adapter-option.js";
import { compileOptions, type CompiledOptions } from "../options/compile-options.js";
import { takeFacts } from "../options/read-header.js";
import { compileShadow } from "../options/shadow-option.js";
import type { Resolution } from "../resolution.js";
import { BELIEVED, type BelievedResolution } from "../resolve/believed-resolution.js";
import { agree, HOST_ISSUES } from "../resolve/host.js";
import { createRefusal } from "../resolve/refuse.js";
import { resolveRequest } from "../resolve/resolver.js";
import { readAdapterOptions, type AdapterOptions, type SocketOptions } from "./adapter-options.js";
import type { AdapterFacts, AdapterOutcome, AdapterResolution, Original } from "./adapter-resolution.js";
import { expectBelieved, expectReceived } from "./expected-headers.js";
import { compilePolicy } from "./header-policy.js";
import type { ExpectedHeaders, HeaderFields } from "./header-fields.js";
import { compilePeerWatch, type PeerWatch } from "./peer-watch.js";
import { describeUntrustedPeer } from "./untrusted-peer.js";

/** Resolves a request, or refuses it. */
export type ResolveOutcome = (facts: AdapterFacts, original: Original) => AdapterOutcome;

/** The compiled options of an adapter. */
export interface CompiledAdapter {
  /** Whether `socket: true` is set. */
  readonly wantsSocketView: boolean;
  /** Whether the adapter may emit process warnings. */
  readonly wantsWarnings: boolean;
  /** The watch over peers that the options do not restrict; undefined if there is nothing to watch, or no warning to emit. */
  readonly peerWatch: PeerWatch | undefined;
  /**
   * Resolves a request; refuses it with status 431 if header lines may be lost, and with 400 if its target is malformed
   * (the authority is then empty), or is a URL of another site than the resolved host. A refusal is returned, not thrown.
   */
  readonly resolve: ResolveOutcome;
  /** The same by the option `shadow`; undefined if it is unset. */
  readonly resolveShadow: ResolveOutcome | undefined;
  /** Returns whether the value of a fact is a believed header's, and not the connection's own. */
  isBelieved(resolution: Resolution, fact: keyof typeof BELIEVED): boolean;
  /** Returns the values that the headers must have, undefined if the options keep headers as received. */
  believedHeaders(resolution: Resolution): ExpectedHeaders | undefined;
  /** Describes a peer that is not trusted and sends headers that a trusted one would be believed by; else undefined. */
  describeUntrusted(facts: AdapterFacts, outcome: AdapterOutcome): string | undefined;
  /** Returns the values that the same headers had when they were received. */
  receivedHeaders(headers: HeaderFields): ExpectedHeaders | undefined;
}

/**
 * Compiles an adapter's options.
 *
 * @param received - the options; only their own properties are read
 * @param otherNames - names of options that only this adapter has
 * @param usage - the adapter's call, for the message if something else was passed in place of options
 * @throws {ProxyFixOptionsError} if an option is wrong
 */
export function compileAdapter(
  received: AdapterOptions & SocketOptions,
  otherNames: readonly string[] = [],
  usage = "proxyFix({ … })",
): CompiledAdapter {
  const options = readAdapterOptions(received, usage);
  const compiled = compileOptions(options, [...ADAPTER_NAMES, ...otherNames]);
  const policy = compilePolicy(compiled, options.keepHeaders);
  const isVerified = readForwardedHeaders(options.forwardedHeaders) === "verified";
  const wantsWarnings = readSwitch(options.warnings, "warnings") ?? true;
  const shadow = compileShadow(options.shadow);
  return {
    wantsSocketView: readSwitch(options.socket, "socket") ?? false,
    wantsWarnings,
    peerWatch: wantsWarnings ? compilePeerWatch(compiled) : undefined,
    resolve: (facts, original) => resolveOrRefuse(compiled, facts, original),
    resolveShadow: shadow === undefined ? undefined : (facts, original) => resolveOrRefuse(shadow, facts, original),
    // Only results of `resolve` are passed here.
    isBelieved: (resolution, fact) => (resolution as BelievedResolution).isBelieved(BELIEVED[fact]),
    believedHeaders: (resolution) =>
      isVerified ? expectBelieved(policy, compiled, resolution as BelievedResolution) : undefined,
    describeUntrusted: (facts, outcome) =>
      outcome.issues[0]?.reason === "untrusted-peer"
        ? describeUntrustedPeer(compiled, facts, readResolution(outcome))
        : undefined,
    receivedHeaders: (headers) => (isVerified ? expectReceived(policy, headers) : undefined),
  };
}

function resolveOrRefuse(options: CompiledOptions, received: AdapterFacts, original: Original): AdapterOutcome {
  const facts = takeFacts(received);
  try {
    if (facts.hasLostLines === true) throw createRefusal(431, [], facts);
    // A believed host is no help: code that puts the target behind it still makes the URL of another site.
    if (facts.authority === "") throw createRefusal(400, [HOST_ISSUES.invalid], facts);
    const resolution = resolveRequest(options, facts);
    // Code that parses the target would find another site than the believed one.
    if (facts.hasUrlTarget === true && !agree(facts.authority, resolution.host)) {
      throw createRefusal(400, [HOST_ISSUES.invalid], facts);
    }
    return withOriginal(resolution, original);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    withOriginal(error.resolution, original);
    return error;
  }
}

function withOriginal(resolution: Resolution, original: Original): AdapterResolution {
  (resolution as BelievedResolution).original = original;
  return resolution as AdapterResolution;
}

/**
 * Returns whether an error or an outcome is a refusal, by its code: another copy of this package in the process, which
 * shares the state of a request, has a class of its own.
 */
export function isRefusal(error: unknown): error is ProxyFixRefusal {
  return (error as { code?: unknown } | null | undefined)?.code === "ERR_PROXYFIX_REFUSED";
}

/** Returns the facts of a request by its outcome: those of its connection if it is refused. */
export function readResolution(outcome: AdapterOutcome): AdapterResolution {
  return isRefusal(outcome) ? (outcome.resolution as AdapterResolution) : outcome;
}
