import { compileOptions } from "../options/compile-options.js";
import type { Fact } from "../resolution.js";
import { isGateway, type Visit } from "./visit.js";
import { listAddressCandidates, listForwardedCandidates, PEER } from "./address-candidates.js";
import { fits, type Candidate, type Plan } from "./candidate.js";
import { findHost, findHostAndPort, findPrefix, findProto } from "./fact-candidates.js";
import { hasAny } from "./headers.js";
import { readPeers } from "./peers.js";
import { findWalk } from "./walk.js";

/** What a fact is worth when two families of headers are compared: the address decides. */
const WORTH: Readonly<Record<Fact, number>> = { address: 10, proto: 2, host: 2, port: 1, prefix: 0 };

/**
 * Finds the pieces of options that give the most facts in every visit.
 *
 * @returns undefined if none gives the address
 */
export function findPlan(visits: readonly Visit[]): Plan | undefined {
  const usual = planForwardedFor(visits);
  const standard = planForwarded(visits);
  if (usual === undefined || standard === undefined) return usual ?? standard;
  // The peer would be a proxy on the visitor's machine.
  if (usual.address === PEER && standard.isOnProxy) return standard;
  return sumWorth(standard) > sumWorth(usual) ? standard : usual;
}

function sumWorth({ pieces }: Plan): number {
  return (Object.keys(pieces) as Fact[]).reduce((sum, fact) => sum + WORTH[fact], 0);
}

/** Plans with X-Forwarded-* and the headers of platforms. */
function planForwardedFor(visits: readonly Visit[]): Plan | undefined {
  const fitting = listAddressCandidates(visits).filter((candidate) => fits(candidate, ["address"], visits));
  const counted = fitting.filter(({ options }) => (options.xFor ?? 0) > 0);
  const isPeer = isPeerFitting(visits);
  const others = fitting.filter((candidate) => candidate !== PEER);
  const address = (isPeer ? (counted.at(-1) ?? others[0]) : undefined) ?? fitting[0] ?? findWalk(visits);
  if (address === undefined) return undefined;
  const proto = findProto(address, visits);
  const host = proto.proto === undefined ? findHost(address, visits) : findHostAndPort(address, visits);
  const isOnProxy = isPeer && (others.length > 0 || isPeerDoubtful(visits));
  return { address, isOnProxy, pieces: { address, ...proto, ...host, ...findPrefix(address, visits) } };
}

/** Returns whether the peer has the visitor's address in every visit. A gateway's peer is the client itself. */
function isPeerFitting(visits: readonly Visit[]): boolean {
  return fits(PEER, ["address"], visits) && !isGateway(visits);
}

/**
 * Returns whether a peer with the only visitor's address may be a proxy on the visitor's machine: it is on loopback, another
 * connection ended TLS, or the request contains a sign of a proxy.
 */
function isPeerDoubtful(visits: readonly Visit[]): boolean {
  const addresses = new Set(visits.flatMap(({ truth: { address } }) => (address === undefined ? [] : [address])));
  if (addresses.size > 1) return false;
  const isOther = visits.some(({ truth, facts }) => truth.proto === "https" && facts.encrypted !== true);
  return isOther || readPeers(visits).trustedPeers !== undefined || hasAny(compileOptions({}).signs, visits);
}

/** Plans with RFC 7239: one element contains the address, the scheme and the host. */
function planForwarded(visits: readonly Visit[]): Plan | undefined {
  const fitting = listForwardedCandidates().filter((candidate) => fits(candidate, ["address"], visits));
  const isOnProxy = isPeerFitting(visits);
  const address = isOnProxy ? fitting.at(-1) : fitting[0];
  if (address === undefined) return undefined;
  const isTold = (...facts: readonly Fact[]): boolean => fits(address, facts, visits);
  const pieces: Partial<Record<Fact, Candidate>> = { address };
  if (isTold("proto")) pieces.proto = address;
  if (isTold("host")) pieces.host = address;
  if (isTold("proto", "host", "port")) pieces.port = address;
  return { address, isOnProxy, pieces: { ...pieces, ...findPrefix(address, visits) } };
}
