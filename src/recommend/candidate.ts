import { ProxyFixRefusal } from "../errors.js";
import type { ProxyFixOptions } from "../options/options.js";
import type { Fact, Issue, RequestFacts, Resolution } from "../resolution.js";
import { createResolver } from "../resolve/resolver.js";
import type { Truth, Visit } from "./visit.js";

/** A piece of options that may give a fact. */
export interface Candidate {
  readonly options: ProxyFixOptions;
  /** The headers that it believes, in lower case; `host` if it believes the connection's own. */
  readonly headers: readonly string[];
}

/** The pieces of options that give the facts; a fact without a piece is untold. */
export interface Plan {
  readonly address: Candidate;
  readonly pieces: Readonly<Partial<Record<Fact, Candidate>>>;
  /** The visitor has the peer's address, which may be a proxy's: the visitor may sit on the machine of the proxy. */
  readonly isOnProxy: boolean;
}

/** The highest count that is tried: no chain of proxies in use is longer. */
export const MOST_HOPS = 8;

/** The counts that are tried, from 1. */
export const COUNTS: readonly number[] = Array.from({ length: MOST_HOPS }, (_, index) => index + 1);

/**
 * Returns whether a candidate gives the truth about the facts in every visit that knows it, without an issue for its
 * headers.
 *
 * A header that the sender listed in Connection may be missing: a proxy removed it. A request with a Host of its own shows
 * nothing about the host: one that no grammar accepts has an issue, and rightly.
 */
export function fits(candidate: Candidate, facts: readonly Fact[], visits: readonly Visit[]): boolean {
  const resolver = createResolver(candidate.options);
  const ofHost = facts.every((fact) => fact === "host" || fact === "port");
  return visits.every((visit) => {
    if (ofHost && visit.forged.has("host")) return true;
    const resolution = resolver(visit.facts);
    const issues = listIssues(candidate, resolution);
    if (issues.some((issue) => isRemoved(issue, visit))) return true;
    return issues.length === 0 && facts.every((fact) => isRight(fact, resolution, visit.truth));
  });
}

/** Returns whether a proxy removed a header of the candidate in one of the visits, since the sender listed it in Connection. */
export function isRemovable(candidate: Candidate, visits: readonly Visit[]): boolean {
  const resolver = createResolver(candidate.options);
  return visits.some((visit) => listIssues(candidate, resolver(visit.facts)).some((issue) => isRemoved(issue, visit)));
}

function listIssues({ headers }: Candidate, { issues }: Resolution): readonly Issue[] {
  return issues.filter(({ header }) => header !== undefined && headers.includes(header));
}

function isRemoved({ header, reason }: Issue, { dropped }: Visit): boolean {
  return reason === "absent" && header !== undefined && dropped.has(header);
}

/** Returns whether a resolution contains the truth about a fact; true if the truth is not known. */
export function isRight(fact: Fact, resolution: Resolution, truth: Truth): boolean {
  const expected = fact === "host" ? truth.hostname : truth[fact];
  return expected === undefined || readFact(fact, resolution) === expected;
}

/** Reads a fact of a resolution; for the host its name alone. */
export function readFact(fact: Fact, resolution: Resolution): string | number | undefined {
  if (fact === "address") return resolution.clientAddress;
  return fact === "host" ? resolution.hostname : resolution[fact];
}

/** Resolves a request by a candidate: the address, undefined if a header of the candidate has an issue. */
export function readAddress(candidate: Candidate, facts: RequestFacts): string | undefined {
  const resolution = createResolver(candidate.options)(facts);
  return listIssues(candidate, resolution).length > 0 ? undefined : resolution.clientAddress;
}

/** Resolves a visit; undefined if the options refuse it. */
export function resolveOrRefuse(options: ProxyFixOptions, { facts }: Visit): Resolution | undefined {
  try {
    return createResolver(options)(facts);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return undefined;
    throw error;
  }
}
