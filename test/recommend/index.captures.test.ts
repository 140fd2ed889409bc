/** Options from one plain request and one combined probe of each captured set-up. */
import { describe, expect, it } from "vitest";
import { ProxyFixRefusal } from "../../src/errors.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import { recommend } from "../../src/recommend/index.js";
import type { Recommendation } from "../../src/recommend/recommendation.js";
import type { Fact, Resolution } from "../../src/resolution.js";
import { resolve } from "../../src/resolve/resolver.js";
import { factsOf, setUps, type Capture, type SetUp } from "../vectors/captures.js";
import { moveVisitor, PUBLIC_VISITOR, toObservation } from "./captured-observation.js";
import { expectTable } from "./table.js";

const named = setUps.map((setUp) => [setUp.name, setUp] as const);

/** The kind of request that hides a header of the proxy itself, by listing it in Connection. */
const HOP_BY_HOP = "hop_by_hop_spoof";

function observe({ captures }: SetUp, isTyped: boolean) {
  return ["plain", "spoof_all"].map((kind) => toObservation(captures.get(kind)!, isTyped));
}

/** Resolves a capture; undefined if the options refuse it. */
function resolveCapture(capture: Capture, options: ProxyFixOptions): Resolution | undefined {
  try {
    return resolve(factsOf(capture), options);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return undefined;
    throw error;
  }
}

/** The true facts of a request. A request with an invalid Host asks for no host and no port. */
function truthOf({ truth }: Capture): Partial<Record<Fact, unknown>> {
  const known = { address: truth.client_address, proto: truth.scheme, prefix: truth.prefix };
  return truth.host.includes('"') ? known : { ...known, host: truth.host, port: Number(truth.port) };
}

/**
 * Lists the told facts that are wrong in the captures of a set-up, as `kind: fact`; an undefined fact is not wrong.
 *
 * @param excused - the kind in which a header may be missing: its fact is the connection's then, and an issue states it.
 *   The address is not excused: a proxy's as the client's would be wrong
 */
function listWrong({ options, untold }: Recommendation, { captures }: SetUp, excused?: string): readonly string[] {
  return [...captures].flatMap(([kind, capture]) => {
    const resolution = resolveCapture(capture, options!);
    if (resolution === undefined) return [];
    const { clientAddress: address, proto, hostname: host, port, prefix, issues } = resolution;
    const found = { address, proto, host, port, prefix };
    const isExcused = (fact: string): boolean =>
      kind === excused && issues.some(({ header, reason }) => header === `x-forwarded-${fact}` && reason === "absent");
    return Object.entries(truthOf(capture))
      .filter(([fact]) => !untold.includes(fact as Fact) && !isExcused(fact))
      .filter(([fact, truth]) => found[fact as Fact] !== truth && found[fact as Fact] !== undefined)
      .map(([fact]) => `${kind}: ${fact}`);
  });
}

const COUNTS = [0, 1, 2, 3, 4];
const SINGLE = ["x-real-ip", "client-ip", "true-client-ip", "cf-connecting-ip", "x-client-ip", "x-cluster-client-ip"];
const SOURCES: readonly ProxyFixOptions[] = [
  ...COUNTS.map((xFor) => ({ xFor })),
  ...COUNTS.slice(1).map((forwarded) => ({ forwarded })),
  ...SINGLE.map((clientAddressHeader) => ({ clientAddressHeader })),
];

/** Returns whether any option gives the address in every capture, as far as the client did not hide its header. */
function canTellAddress({ captures }: SetUp): boolean {
  const requests = [...captures].filter(([kind]) => kind !== HOP_BY_HOP).map(([, capture]) => capture);
  return SOURCES.some((options) =>
    requests.every((capture) => resolve(factsOf(capture), options).clientAddress === capture.truth.client_address),
  );
}

describe("recommend for a captured set-up", () => {
  it.each(named)("is right in each other request: %s", (_name, setUp) => {
    const recommendation = recommend(observe(setUp, true));
    if (recommendation.options === undefined) expect(canTellAddress(setUp)).toBe(false);
    else expect(listWrong(recommendation, setUp, HOP_BY_HOP)).toEqual([]);
  });

  it.each(named)("infers the same from a visitor who typed no address: %s", (_name, setUp) => {
    const typed = recommend(observe(setUp, true));
    const inferred = recommend(observe(setUp, false).map(moveVisitor));
    expect({ options: inferred.options, untold: inferred.untold }).toEqual({
      options: typed.options,
      untold: typed.untold,
    });
    if (inferred.options === undefined) return;
    expect(inferred.facts.address.value).toBe(PUBLIC_VISITOR);
    expect(inferred.verdict).toBe("unsure");
  });

  it.each(named)("is right in every request once a header was listed in Connection: %s", (_name, setUp) => {
    const hidden = setUp.captures.get(HOP_BY_HOP);
    if (hidden === undefined) return;
    const recommendation = recommend([...observe(setUp, true), toObservation(hidden, true)]);
    if (recommendation.options !== undefined) expect(listWrong(recommendation, setUp)).toEqual([]);
  });
});

/** Formats options as they are written in code. */
function formatOptions(options: object): string {
  return `\`${JSON.stringify(options)
    .replaceAll(/"(\w+)":/g, " $1: ")
    .replaceAll("}", " }")}\``;
}

describe("the table of recommendations in the documentation", () => {
  it("is the one that these requests lead to", async () => {
    const rows = setUps.map((setUp) => {
      const { options, untold } = recommend(observe(setUp, true));
      return options === undefined
        ? [setUp.name, "declined", "address"]
        : [setUp.name, formatOptions(options), untold.join(", ")];
    });
    await expectTable(["set-up", "options", "unknown"], rows);
  });
});
