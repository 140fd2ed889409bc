import { parsePeer } from "../grammar/address.js";
import type { RequestFacts } from "../resolution.js";
import { createResolver } from "../resolve/resolver.js";
import { COUNTS, fits, type Candidate } from "./candidate.js";
import { formatEntry } from "./peers.js";
import { isPlain, type Visit } from "./visit.js";

/**
 * Finds a walk over trusted proxies, for routes of different lengths: their proxies are the peers of plain visits and the
 * entries that follow the client's.
 *
 * @returns undefined if plain visits do not need different counts, or the walk does not give the address in every visit
 */
export function findWalk(visits: readonly Visit[]): Candidate | undefined {
  const plain = visits.filter((visit) => isPlain(visit) && visit.truth.address !== undefined);
  const counts = plain.map(listFitting);
  const isVaried =
    counts.every((fitting) => fitting.length > 0) &&
    [0, ...COUNTS].every((count) => counts.some((fitting) => !fitting.includes(count)));
  if (plain.length === 0 || !isVaried) return undefined;
  const proxies = plain.flatMap((visit, index) => listProxies(visit, counts[index]![0]!));
  const trustedProxies = [...new Set(proxies)];
  if (trustedProxies.length === 0 || trustedProxies.includes("")) return undefined;
  const candidate: Candidate = { options: { trustedProxies, xProto: 0 }, headers: ["x-forwarded-for"] };
  return fits(candidate, ["address"], visits) ? candidate : undefined;
}

/** Lists the counts of X-Forwarded-For that give the true address of a visit. */
function listFitting({ facts, truth }: Visit): readonly number[] {
  return [0, ...COUNTS].filter((xFor) => {
    const { clientAddress, issues } = createResolver({ xFor, xProto: 0 })(facts);
    return clientAddress === truth.address && issues.length === 0;
  });
}

/** Lists the peer and the entries right of the client's; empty text stands for one that is no address. */
function listProxies({ facts }: Visit, count: number): readonly string[] {
  if (count === 0) return [];
  const { addresses } = createResolver({ xFor: count, xProto: 0 })(facts);
  const crossed = addresses.slice(1);
  return crossed.length < count - 1 ? [""] : [readPeer(facts), ...crossed].map(formatEntry);
}

/** Reads the peer of a request in canonical text, or `"unix"`; empty text if it is unknown. */
function readPeer({ peerAddress }: RequestFacts): string {
  return peerAddress === "unix" ? peerAddress : (parsePeer(peerAddress ?? "") ?? "");
}
