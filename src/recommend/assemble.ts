import type { HeaderNames } from "../options/options.js";
import type { Fact } from "../resolution.js";
import { isRemovable, isRight, resolveOrRefuse, type Candidate, type Plan } from "./candidate.js";
import { readPeers } from "./peers.js";
import type { RecommendedOptions } from "./recommendation.js";
import { isPlain, type Visit } from "./visit.js";

export const FACTS: readonly Fact[] = ["address", "proto", "host", "port", "prefix"];

/** Options that were tried as a whole, and the facts that they give. */
export interface Assembly {
  readonly options: RecommendedOptions;
  readonly told: readonly Fact[];
}

/**
 * Assembles the pieces of a plan, and tries the whole on every visit: a fact that is wrong together is untold, and its piece
 * is left out.
 *
 * @returns undefined if the address is wrong, or a plain visit would be refused
 */
export function assemble(plan: Plan, visits: readonly Visit[]): Assembly | undefined {
  let told = FACTS.filter((fact) => plan.pieces[fact] !== undefined);
  // Each round leaves a fact out, or is the last one.
  for (const _ of FACTS) {
    const options = combine(plan, told, visits);
    const wrong = findWrong(options, told, visits);
    if (wrong === undefined) return { options, told };
    if (wrong === "address") return undefined;
    told = told.filter((fact) => fact !== wrong && !(wrong === "proto" && fact === "port"));
  }
  return undefined;
}

/** Combines the pieces of the facts, with those who may connect. */
function combine({ address, pieces }: Plan, told: readonly Fact[], visits: readonly Visit[]): RecommendedOptions {
  const used = told.map((fact) => pieces[fact]!);
  const options: RecommendedOptions = Object.assign(
    {},
    formatAddress(address),
    ...used.map(formatCounts),
  ) as RecommendedOptions;
  const names = Object.assign({}, ...used.map((piece) => piece.options.headerNames ?? {})) as HeaderNames;
  const isStrict = options.forwarded !== undefined || used.some((piece) => isRemovable(piece, visits));
  const believes = used.some(({ headers }) => headers.some((name) => name !== "host"));
  const { trustedPeers } = options.trustedProxies === undefined && believes ? readPeers(visits) : {};
  return {
    ...options,
    ...(Object.keys(names).length > 0 ? { headerNames: names } : {}),
    ...(trustedPeers === undefined ? {} : { trustedPeers }),
    ...(isStrict ? { strict: true } : {}),
  };
}

/** Formats the address's own options, and the scheme's default of 1 as 0 until a piece replaces it. */
function formatAddress({ options }: Candidate): RecommendedOptions {
  const { forwarded, xFor, clientAddressHeader, trustedProxies } = options as RecommendedOptions;
  if (forwarded !== undefined) return { forwarded };
  if (clientAddressHeader !== undefined) return { clientAddressHeader, xProto: 0 };
  return trustedProxies === undefined ? { xFor: xFor ?? 0, xProto: 0 } : { trustedProxies, xProto: 0 };
}

/** Formats the counts of a piece, beside the address's. */
function formatCounts({ options: { xProto = 0, xHost = 0, xPort = 0, xPrefix = 0 } }: Candidate): RecommendedOptions {
  return {
    ...(xProto > 0 ? { xProto } : {}),
    ...(xHost > 0 ? { xHost } : {}),
    ...(xPort > 0 ? { xPort } : {}),
    ...(xPrefix > 0 ? { xPrefix } : {}),
  };
}

/** Finds a told fact that the options get wrong in a visit. A plain visit that they refuse makes the address wrong. */
function findWrong(options: RecommendedOptions, told: readonly Fact[], visits: readonly Visit[]): Fact | undefined {
  for (const visit of visits) {
    const resolution = resolveOrRefuse(options, visit);
    if (resolution === undefined && isPlain(visit)) return "address";
    if (resolution === undefined) continue;
    const wrong = told.find((fact) => !isRight(fact, resolution, visit.truth));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
