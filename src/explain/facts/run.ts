import { ProxyFixRefusal } from "../../errors.js";
import { findMaxHops, type CompiledOptions } from "../../options/compile-options.js";
import { readHeader } from "../../options/read-header.js";
import type { RequestFacts } from "../../resolution.js";
import type { BelievedResolution } from "../../resolve/believed-resolution.js";
import { resolveRequest } from "../../resolve/resolver.js";
import { findForChain, forwardedChain, walkTrusted, type Chain, type Walk } from "../../resolve/trusted-walk.js";
import type { CountOption, ExplainedRefusal } from "../explanation.js";

/** One run of the resolver, without `strict` and `allowedHosts`, with its result. */
export interface Run {
  readonly options: CompiledOptions;
  readonly facts: RequestFacts;
  readonly walk: Walk;
  readonly resolution: BelievedResolution;
}

/** Runs the resolver. It never refuses: `strict` and `allowedHosts` only check the result. */
export function runResolver(compiled: CompiledOptions, facts: RequestFacts): Run {
  const options: CompiledOptions = { ...compiled, strict: false, isAllowedHost: undefined };
  return { options, facts, walk: walkTrusted(options, facts), resolution: resolveRequest(options, facts) };
}

/** Runs the resolver with another count of one option. */
export function runWithCount({ options, facts }: Run, option: CountOption, count: number): Run {
  const changed: CompiledOptions = { ...options, [option]: count };
  return runResolver({ ...changed, maxHops: findMaxHops(changed) }, facts);
}

/** Runs the resolver with `strict` and `allowedHosts`: the refusal; null if the request is not refused. */
export function findRefusal(compiled: CompiledOptions, facts: RequestFacts): ExplainedRefusal | null {
  try {
    resolveRequest(compiled, facts);
    return null;
  } catch (error) {
    if (!(error instanceof ProxyFixRefusal)) throw error;
    const { status, issues } = error;
    return { status: status as ExplainedRefusal["status"], issues: issues.map((issue) => ({ ...issue })) };
  }
}

/** The list of addresses to which each proxy adds its peer, as the options read it. */
export interface AddressList {
  /** In lower case. */
  readonly header: string;
  readonly chain: Chain;
  /** The count of the options; 0 if they do not read the list. */
  readonly count: number;
  /** All its lines joined; undefined if it is missing. */
  readonly text: string | undefined;
}

/** Finds the list of addresses; undefined if a clientAddressHeader given as a name replaces it. */
export function findAddressList(options: CompiledOptions, { headers }: RequestFacts): AddressList | undefined {
  const { forwarded, xFor, names, readers, clientAddressHeader } = options;
  if (forwarded > 0) {
    return { header: "forwarded", chain: forwardedChain, count: forwarded, text: readHeader(headers, "forwarded") };
  }
  if (clientAddressHeader !== undefined && clientAddressHeader.from === undefined) return undefined;
  return { header: names.for, chain: findForChain(options), count: xFor, text: readers.for(headers) };
}
