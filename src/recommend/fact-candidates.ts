import type { ProxyFixOptions } from "../options/options.js";
import type { Fact } from "../resolution.js";
import { COUNTS, fits, type Candidate } from "./candidate.js";
import { HOST_HEADERS, listPresent, PREFIX_HEADERS, PROTO_HEADERS } from "./headers.js";
import { isGateway, type Visit } from "./visit.js";

/** The pieces of some facts. */
type Pieces = Readonly<Partial<Record<Fact, Candidate>>>;

/** Finds the piece for the scheme: the nearest value of X-Forwarded-Proto, another header, or the connection. */
export function findProto(address: Candidate, visits: readonly Visit[]): Pieces {
  const connection = createPiece(address, { xProto: 0 }, []);
  const proto = findFirst(visits, "proto", [
    // A gateway's own variables come first.
    ...(isGateway(visits) ? [connection] : []),
    ...COUNTS.map((xProto) => createPiece(address, { xProto }, ["x-forwarded-proto"])),
    ...listPresent(PROTO_HEADERS, visits).map((name) =>
      createPiece(address, { xProto: 1, headerNames: { proto: name } }, [name]),
    ),
    connection,
  ]);
  return proto === undefined ? {} : { proto };
}

/**
 * Finds the pieces for the host and the port, jointly, or for the host alone. Of several counts the largest is taken, and Host
 * last: an inner proxy may write its own name where the outermost one wrote the client's.
 */
export function findHostAndPort(address: Candidate, visits: readonly Visit[]): Pieces {
  const hosts = listHosts(address, visits);
  const judged = visits.map(knowProto);
  const joint = [0, ...COUNTS]
    .flatMap((xPort) => hosts.map((host) => addPort(host, xPort)))
    .find((candidate) => fits(candidate, ["host", "port"], judged));
  return joint === undefined ? findHost(address, visits) : { host: joint, port: joint };
}

/** Finds the piece for the host alone: if the scheme is untold, so is the port, which may be the scheme's default. */
export function findHost(address: Candidate, visits: readonly Visit[]): Pieces {
  const judged = visits.map(knowProto);
  const host = listHosts(address, visits).find((candidate) => fits(candidate, ["host"], judged));
  return host === undefined ? {} : { host };
}

/** Returns a visit whose connection has the true scheme: the host is judged apart from the piece that gives the scheme. */
function knowProto(visit: Visit): Visit {
  return { ...visit, facts: { ...visit.facts, encrypted: visit.truth.proto === "https" } };
}

function listHosts(address: Candidate, visits: readonly Visit[]): readonly Candidate[] {
  const connection = createPiece(address, { xHost: 0 }, ["host"]);
  return [
    ...(isGateway(visits) ? [connection] : []),
    ...COUNTS.toReversed().map((xHost) => createPiece(address, { xHost }, ["x-forwarded-host"])),
    ...listPresent(HOST_HEADERS, visits).map((name) =>
      createPiece(address, { xHost: 1, headerNames: { host: name } }, [name]),
    ),
    connection,
  ];
}

function addPort({ options, headers }: Candidate, xPort: number): Candidate {
  return xPort === 0
    ? { options, headers }
    : { options: { ...options, xPort }, headers: [...headers, "x-forwarded-port"] };
}

/** Finds the piece for the prefix; empty if no visit contains the true one. */
export function findPrefix(address: Candidate, visits: readonly Visit[]): Pieces {
  if (visits.every(({ truth }) => truth.prefix === undefined)) return {};
  const prefix = findFirst(visits, "prefix", [
    createPiece(address, { xPrefix: 0 }, []),
    ...COUNTS.map((xPrefix) => createPiece(address, { xPrefix }, ["x-forwarded-prefix"])),
    ...listPresent(PREFIX_HEADERS, visits).map((name) =>
      createPiece(address, { xPrefix: 1, headerNames: { prefix: name } }, [name]),
    ),
  ]);
  return prefix === undefined ? {} : { prefix };
}

function findFirst(visits: readonly Visit[], fact: Fact, candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.find((candidate) => fits(candidate, [fact], visits));
}

/** Creates a candidate that believes one more header. The walk over trusted proxies bounds its count. */
function createPiece(address: Candidate, options: ProxyFixOptions, headers: readonly string[]): Candidate {
  const { trustedProxies, forwarded } = address.options;
  const walk = trustedProxies === undefined ? { xFor: 0 } : { trustedProxies };
  const base = forwarded === undefined ? { ...walk, xProto: 0 } : { forwarded };
  return { options: { ...base, ...options }, headers };
}
