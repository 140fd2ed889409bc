import { compileOptions } from "../options/compile-options.js";
import { isPrivateAddress } from "../trust/private-address.js";
import { COUNTS, readAddress, type Candidate } from "./candidate.js";
import { listAddressCandidates, listForwardedCandidates, PEER } from "./address-candidates.js";
import { hasAny } from "./headers.js";
import type { DeclineCode } from "./recommendation.js";
import type { Confirmation, Visit } from "./visit.js";

/** The visitors' addresses, found from the observations; or why they cannot be found. */
export type Inference =
  { readonly visits: readonly Visit[]; readonly confirmation: Confirmation } | { readonly declined: DeclineCode };

/**
 * Adds the visitors' true addresses to visits, unless they were typed: the outermost source that gives each visitor one
 * address in all of its visits, which the visitor did not forge.
 *
 * One visitor's address is a guess that the visitor has to confirm. If several visitors have different addresses by a
 * source, it is no proxy's that all of them pass.
 */
export function inferAddresses(visits: readonly Visit[]): Inference {
  if (visits.some(({ truth }) => truth.address !== undefined)) {
    return { visits, confirmation: "typed" };
  }
  const groups = groupByVisitor(visits);
  const stable = listSources(visits).flatMap((source) => {
    const addresses = groups.map((group) => findStable(source, group));
    return addresses.every((address) => address !== undefined) ? [addresses] : [];
  });
  const isOne = groups.length === 1;
  const chosen = stable.find((addresses) => isOne || new Set(addresses).size > 1);
  if (chosen === undefined) return { declined: !isOne && stable.length > 0 ? "same-for-all" : "ask-address" };
  if (isOne && isPrivateAddress(chosen[0]!)) return { declined: "ask-address" };
  const known = new Map(groups.map(([{ visitor }], index) => [visitor, chosen[index]!]));
  const isAgreed = !isOne && !chosen.some(isPrivateAddress) && listDiffering(stable).length === 1;
  return {
    visits: visits.map((visit) => setAddress(visit, known.get(visit.visitor)!)),
    confirmation: isAgreed ? "several-visitors" : "none",
  };
}

/** Lists the different answers of the sources that differ between visitors. */
function listDiffering(stable: readonly (readonly string[])[]): readonly string[] {
  const differing = stable.filter((addresses) => new Set(addresses).size > 1);
  return [...new Set(differing.map((addresses) => addresses.join(" ")))];
}

/** The visits of one visitor. */
type Group = readonly [Visit, ...Visit[]];

function groupByVisitor(visits: readonly Visit[]): readonly Group[] {
  const names = [...new Set(visits.map(({ visitor }) => visitor))];
  return names.map((name) => visits.filter(({ visitor }) => visitor === name) as [Visit, ...Visit[]]);
}

function setAddress(visit: Visit, address: string): Visit {
  return { ...visit, truth: { ...visit.truth, address } };
}

/** Lists the sources of an address, the outermost first. */
function listSources(visits: readonly Visit[]): readonly Candidate[] {
  const counted = [...listAddressCandidates(visits), ...listForwardedCandidates()].filter(
    (candidate) => candidate !== PEER,
  );
  const byDistance = COUNTS.toReversed().flatMap((count) =>
    counted.filter(({ options }) => options.xFor === count || options.forwarded === count),
  );
  const single = counted.filter(({ options }) => options.clientAddressHeader !== undefined);
  // Behind a proxy that leaves a sign, the peer is that proxy.
  const peer = hasAny(compileOptions({}).signs, visits) ? [] : [PEER];
  return [...byDistance, ...single, ...peer];
}

/** Finds the one address that a source gives in all visits of a visitor; undefined if it varies, is missing or forged. */
function findStable(source: Candidate, visits: readonly Visit[]): string | undefined {
  const readable = visits.filter(({ dropped }) => !source.headers.some((name) => dropped.has(name)));
  const addresses = new Set(readable.map(({ facts }) => readAddress(source, facts)));
  const [address] = addresses;
  if (addresses.size !== 1 || address === undefined) return undefined;
  const isForged = visits.some(({ sent }) => sent.headers?.some(([, value]) => value.toLowerCase().includes(address)));
  return isForged ? undefined : address;
}
