import type { RequestFacts } from "../resolution.js";
import type { Proto } from "../grammar/proto.js";
import { createResolver } from "../resolve/resolver.js";
import { isPrivateAddress } from "../trust/private-address.js";
import type { BelievedHeader } from "./believed-headers.js";
import { isRight } from "./candidate.js";
import type { Observation } from "./observation.js";
import type { RecommendedOptions } from "./recommendation.js";
import { isPlain, type Visit } from "./visit.js";

/**
 * Returns whether a forged value of a header was sent by each scheme that was visited: proxies may overwrite on TLS alone. A
 * request with this header alone that was refused counts too, if a later request arrived: the sender was not banned.
 */
export function isForged(
  believed: BelievedHeader,
  observations: readonly Observation[],
  visits: readonly Visit[],
): boolean {
  const last = observations.findLastIndex(({ arrived }) => "facts" in arrived);
  return listSchemes(visits).every(
    (scheme) =>
      visits.some((visit) => visit.truth.proto === scheme && countForged(believed, visit) > 0) ||
      observations.slice(0, last).some((observation) => isRefusedAlone(believed.header, scheme, observation)),
  );
}

/** Returns whether a forged value of a header arrived, by each scheme that was visited. */
export function hasForgedArrived(believed: BelievedHeader, visits: readonly Visit[]): boolean {
  return isInEachScheme(visits, (visit) => countForged(believed, visit) > 0);
}

/** Returns whether several forged lines of a header arrived in one request, as no browser can send them, by each scheme. */
export function hasSeveralLines(believed: BelievedHeader, visits: readonly Visit[]): boolean {
  return isInEachScheme(visits, (visit) => countForged(believed, visit) > 1);
}

/** Returns whether a Host with a quote was sent, and arrived or was refused. */
export function hasQuotedHost(observations: readonly Observation[]): boolean {
  return observations.some(
    ({ sent, arrived }) =>
      ("facts" in arrived || "status" in arrived) &&
      sent.headers?.some(([name, value]) => name.toLowerCase() === "host" && value.includes('"')) === true,
  );
}

/** Returns whether a header was listed in Connection, by each scheme that was visited. */
export function isListedInConnection({ header }: BelievedHeader, visits: readonly Visit[]): boolean {
  return isInEachScheme(visits, ({ dropped }) => dropped.has(header));
}

function isInEachScheme(visits: readonly Visit[], isEvidence: (visit: Visit) => boolean): boolean {
  return listSchemes(visits).every((scheme) =>
    visits.some((visit) => visit.truth.proto === scheme && isEvidence(visit)),
  );
}

function listSchemes(visits: readonly Visit[]): readonly Proto[] {
  return [...new Set(visits.filter(isPlain).map(({ truth }) => truth.proto))];
}

/**
 * Counts the lines of a header whose value would be another fact, if it were believed. A value that is empty, invalid or
 * true proves nothing, and neither does one that the proxies were asked to remove.
 */
function countForged({ header, fact, alone }: BelievedHeader, { sent, truth, dropped }: Visit): number {
  const lines = (sent.headers ?? []).filter(([name]) => name.toLowerCase() === header);
  if (lines.length === 0 || dropped.has(header)) return 0;
  const resolver = createResolver(alone);
  return lines.filter(([, value]) => {
    const resolution = resolver({ headers: { [header]: value } });
    return resolution.issues.length === 0 && !isRight(fact, resolution, truth);
  }).length;
}

/** Returns whether a request that forged this header alone was refused: for its content, not for its haste. */
function isRefusedAlone(header: string, scheme: Proto, { sent, arrived }: Observation): boolean {
  if (!("status" in arrived) || !sent.url.toLowerCase().startsWith(`${scheme}:`)) return false;
  const names = (sent.headers ?? []).map(([name]) => name.toLowerCase());
  const isRefusal = arrived.status >= 400 && arrived.status < 500 && arrived.status !== 429;
  return isRefusal && names.length > 0 && names.every((name) => name === header);
}

/** Returns whether visits came by both schemes, or http leads to https. */
export function hasBothSchemes(visits: readonly Visit[]): boolean {
  const schemes = listSchemes(visits);
  return schemes.length === 2 || (schemes.includes("https") && visits.some(({ sent }) => sent.httpRedirects === true));
}

/** Returns a public address between the client and the application in a plain visit; undefined if there is none. */
export function findPublicHop(options: RecommendedOptions, visits: readonly Visit[]): string | undefined {
  const { xFor = 0, forwarded = 0 } = options;
  const counts = forwarded > 0 ? { forwarded } : { xFor, xProto: 0 };
  const resolver = createResolver(counts);
  const listCrossed = (facts: RequestFacts): readonly string[] => resolver(facts).addresses.slice(1);
  const crossed = visits.filter(isPlain).flatMap(({ facts }) => listCrossed(facts));
  return crossed.find((address) => !isPrivateAddress(address));
}
