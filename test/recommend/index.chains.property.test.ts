import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProxyFixRefusal } from "../../src/errors.js";
import { optionsFromEnv } from "../../src/options/from-env.js";
import { recommend } from "../../src/recommend/index.js";
import type { Observation } from "../../src/recommend/observation.js";
import type { Recommendation } from "../../src/recommend/recommendation.js";
import type { Fact } from "../../src/resolution.js";
import { createResolver } from "../../src/resolve/resolver.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { observe, randomChain, type RandomChain, type RandomRequest } from "./random-chain.js";

const CLIENT = "81.2.69.77";
const FORGED_NAMES = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "x-real-ip",
  "forwarded",
] as const;

/** A chain costs many resolutions. */
const CHAINS = RUNS / 2;

function forge(scheme: "http" | "https", address = "203.0.113.66"): Readonly<Record<string, string>> {
  const other = scheme === "http" ? "https" : "http";
  return {
    "x-forwarded-for": address,
    "x-forwarded-proto": other,
    "x-forwarded-host": "forged.invalid",
    "x-forwarded-port": "4443",
    "x-forwarded-prefix": "/forged",
    "x-real-ip": address,
    forwarded: `for=${address};proto=${other};host=forged.invalid`,
  };
}

function createRequest(scheme: "http" | "https", headers: RandomRequest["headers"], isTyped = true): RandomRequest {
  return { client: CLIENT, scheme, headers, isTyped };
}

const plain = (scheme: "http" | "https"): RandomRequest => createRequest(scheme, []);
const forged = (scheme: "http" | "https"): RandomRequest => createRequest(scheme, Object.entries(forge(scheme)));
const twice = (scheme: "http" | "https"): RandomRequest =>
  createRequest(
    scheme,
    FORGED_NAMES.flatMap((name) => [
      [name, forge(scheme, "203.0.113.1")[name]!] as const,
      [name, forge(scheme, "203.0.113.2")[name]!] as const,
    ]),
  );

/** The requests of attackers, and of other visitors: a recommendation has to be right about each. */
const hostile: fc.Arbitrary<RandomRequest> = fc.record({
  client: fc.constantFrom("81.2.69.77", "93.184.216.34", "2a02:1234::7"),
  scheme: fc.constantFrom("http", "https"),
  isTyped: fc.constant(true),
  headers: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .constantFrom(...FORGED_NAMES)
          .chain((name) =>
            fc
              .constantFrom(
                forge("http")[name]!,
                forge("https", "198.51.100.3")[name]!,
                `${forge("http")[name]!}, ${forge("https")[name]!}`,
                "",
                "x",
                `"`,
              )
              .map((value) => [name, value] as const),
          ),
      },
      fc.subarray([...FORGED_NAMES]).map((names) => ["connection", names.join(", ")] as const),
    ),
    { maxLength: 8 },
  ),
});

/** Chains that remove nothing for a Connection header, which these requests do not send. */
const chainWithoutConnection = randomChain.map((chain) =>
  chain.map((proxy) => ({ ...proxy, heedsConnection: "never" as const })),
);

/** Lists the told facts that the recommended options get wrong in an observation. */
function listWrong({ options, untold }: Recommendation, { sent, arrived }: Observation): readonly string[] {
  if (options === undefined || !("facts" in arrived)) return [];
  try {
    const { clientAddress, proto, hostname, port, prefix } = createResolver(options)(arrived.facts);
    const found = { address: clientAddress, proto, host: hostname, port, prefix };
    const { protocol, pathname, search } = new URL(sent.url);
    const expected = {
      address: sent.address,
      proto: protocol.slice(0, -1),
      host: "app.example.com",
      port: protocol === "https:" ? 443 : 80,
      prefix: pathname + search === arrived.path ? "" : "/app",
    };
    return (Object.keys(expected) as Fact[]).filter((fact) => !untold.includes(fact) && found[fact] !== expected[fact]);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return [];
    throw error;
  }
}

/** Peers of any form, with and without an address. */
const peer = fc.oneof(
  fc.constantFrom(
    "unix",
    "",
    "garbage",
    "::",
    "0.0.0.0",
    "10.0.0.0",
    "fe80::1%eth0",
    "::ffff:172.17.0.1",
    "::11.22.33.44",
  ),
  fc.ipV4(),
  fc.ipV6(),
);

/** Returns an observation with another visitor and, if there is one, another peer. */
function withPeer({ sent, arrived }: Observation, visitor: string, peerAddress: string | null): Observation {
  if (!("facts" in arrived) || peerAddress === null) return { sent: { ...sent, visitor }, arrived };
  return { sent: { ...sent, visitor }, arrived: { ...arrived, facts: { ...arrived.facts, peerAddress } } };
}

/** Writes options as PROXY_FIX, and reads them again; a text with one entry is a list of one there. */
function readText(options: object): unknown {
  const pairs = Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    if (name !== "headerNames") return [`${name}=${Array.isArray(value) ? value.join(" ") : String(value)}`];
    return Object.entries(value as object).map(([fact, header]) => `${name}.${fact}=${String(header)}`);
  });
  const read = optionsFromEnv({ PROXY_FIX: pairs.join(",") });
  const { trustedPeers } = options as { readonly trustedPeers?: unknown };
  return typeof trustedPeers === "string" ? { ...read, trustedPeers } : read;
}

/** Sends requests through a chain, and recommends options. */
function recommendFor(chain: RandomChain, requests: readonly RandomRequest[]): Recommendation {
  return recommend(requests.map((request) => observe(chain, request)));
}

describe("recommend behind a random chain", () => {
  it(
    "is never wrong with both schemes, a typed address and several lines, and declines few chains",
    () => {
      const requests = (["http", "https"] as const).flatMap((scheme) => [plain(scheme), forged(scheme), twice(scheme)]);
      let declined = 0;
      let chains = 0;
      const property = fc.property(
        chainWithoutConnection,
        fc.array(hostile, { minLength: 4, maxLength: 8 }),
        (chain, attacks) => {
          const recommendation = recommendFor(chain, requests);
          chains += 1;
          if (recommendation.verdict === "declined") declined += 1;
          for (const attack of attacks) expect(listWrong(recommendation, observe(chain, attack))).toEqual([]);
        },
      );
      fc.assert(property, { numRuns: CHAINS });
      expect(declined / chains).toBeLessThanOrEqual(0.4);
    },
    LIMIT,
  );

  it(
    "is never wrong with the verdict `sure`, whatever was observed",
    () => {
      const pool = (["http", "https"] as const).flatMap((scheme) => [
        plain(scheme),
        forged(scheme),
        twice(scheme),
        // Every header is listed in Connection.
        createRequest(scheme, [["connection", FORGED_NAMES.join(", ")]]),
        ...FORGED_NAMES.map((name) => createRequest(scheme, [[name, forge(scheme)[name]!]])),
        { ...plain(scheme), isTyped: false },
      ]);
      const observed = fc.oneof(
        fc.constant(pool),
        fc.subarray(pool, { minLength: pool.length - 3 }),
        fc.subarray(pool),
        // Values that prove nothing stand among these.
        fc
          .array(hostile, { minLength: 8, maxLength: 16 })
          .map((requests) => [plain("http"), plain("https"), ...requests]),
      );
      let sure = 0;
      const property = fc.property(
        randomChain,
        observed,
        fc.constantFrom([0], [0], [0, 1]),
        fc.array(hostile, { minLength: 4, maxLength: 8 }),
        (chain, requests, routes, attacks) => {
          const taken = routes.flatMap((skipped) => requests.map((request) => ({ ...request, skipped })));
          const recommendation = recommendFor(chain, taken);
          if (recommendation.verdict !== "sure") return;
          sure += 1;
          for (const attack of attacks.flatMap((one) => routes.map((skipped) => ({ ...one, skipped }))))
            expect(listWrong(recommendation, observe(chain, attack))).toEqual([]);
        },
      );
      fc.assert(property, { numRuns: CHAINS });
      expect(sure).toBeGreaterThan(CHAINS / 20);
    },
    LIMIT,
  );

  it(
    "resolves every observation right",
    () => {
      const anyRequest = fc.oneof(
        hostile,
        fc.constantFrom(plain("http"), plain("https"), forged("http"), twice("https")),
      );
      const property = fc.property(
        randomChain,
        fc.array(fc.tuple(anyRequest, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 8 }),
        (chain, requests) => {
          const observations = requests.map(([request, skipped]) => observe(chain, { ...request, skipped }));
          const recommendation = recommend(observations);
          for (const observation of observations) expect(listWrong(recommendation, observation)).toEqual([]);
        },
      );
      fc.assert(property, { numRuns: CHAINS });
    },
    LIMIT,
  );

  it(
    "recommends options, guards and choices that the resolver and PROXY_FIX accept",
    () => {
      const anyRequest = fc.tuple(hostile, fc.boolean(), fc.integer({ min: 0, max: 3 }), fc.constantFrom("", "a", "b"));
      const property = fc.property(
        randomChain,
        fc.array(anyRequest, { maxLength: 6 }),
        fc.option(peer, { freq: 1 }),
        (chain, requests, address) => {
          const observations = requests.map(([request, isPlain, skipped, visitor]) =>
            withPeer(observe(chain, { ...request, skipped, ...(isPlain ? { headers: [] } : {}) }), visitor, address),
          );
          const { options, guards, choices } = recommend(observations);
          if (options === undefined) return;
          expect(readText(options)).toEqual(options);
          for (const guard of guards) expect(readText(guard.options)).toEqual(guard.options);
          for (const { value } of choices.trustedPeers ?? []) {
            if (value !== null) expect(() => createResolver({ ...options, trustedPeers: value })).not.toThrow();
          }
        },
      );
      fc.assert(property, { numRuns: CHAINS });
    },
    LIMIT,
  );
});
