import type { Fact } from "../resolution.js";
import { createResolver } from "../resolve/resolver.js";
import { listBelieved } from "./believed-headers.js";
import { readFact } from "./candidate.js";
import { isForged } from "./evidence.js";
import type { Observation } from "./observation.js";
import type { RecommendedFact, RecommendedOptions } from "./recommendation.js";
import { isPlain, type Visit } from "./visit.js";

/**
 * Describes each fact by its value in the first plain visit, and by the header that contains it. A host whose port is untold
 * is its name alone.
 */
export function describeFacts(
  options: RecommendedOptions,
  told: readonly Fact[],
  observations: readonly Observation[],
  visits: readonly Visit[],
): Readonly<Record<Fact, RecommendedFact>> {
  const visit = visits.find(isPlain);
  const resolution = visit === undefined || told.length === 0 ? undefined : createResolver(options)(visit.facts);
  const believed = listBelieved(options);
  const describe = (fact: Fact): RecommendedFact => {
    if (resolution === undefined || !told.includes(fact)) return { value: null, source: null, forged: false };
    const source = findSource(fact, options);
    const value = fact === "host" && told.includes("port") ? resolution.host : readFact(fact, resolution);
    const header = believed.find((one) => one.header === source);
    return { value: value ?? null, source, forged: header !== undefined && isForged(header, observations, visits) };
  };
  return {
    address: describe("address"),
    proto: describe("proto"),
    host: describe("host"),
    port: describe("port"),
    prefix: describe("prefix"),
  };
}

/** Finds the header that contains a fact, in lower case, or `"connection"`. */
function findSource(fact: Fact, options: RecommendedOptions): string {
  const { forwarded = 0, clientAddressHeader, trustedProxies, xFor = 0, headerNames } = options;
  if (fact === "address" && clientAddressHeader !== undefined) return clientAddressHeader;
  if (fact === "address" && (xFor > 0 || trustedProxies !== undefined)) return "x-forwarded-for";
  if (fact !== "address" && (options[COUNTS[fact]] ?? 0) > 0) return headerNames?.[fact] ?? `x-forwarded-${fact}`;
  if (fact === "port") return findSource("host", options);
  return forwarded > 0 && fact !== "prefix" ? "forwarded" : "connection";
}

const COUNTS = { proto: "xProto", host: "xHost", port: "xPort", prefix: "xPrefix" } as const;
