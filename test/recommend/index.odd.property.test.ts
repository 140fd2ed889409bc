/** Observations that are well-typed and odd: no visitor of a page sends them, and a file may contain them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileOptions } from "../../src/options/compile-options.js";
import { recommend } from "../../src/recommend/index.js";
import type { Observation } from "../../src/recommend/observation.js";
import { LIMIT, RUNS } from "../reference/runs.js";

const address = fc.oneof(
  fc.constantFrom("81.2.69.77", " 81.2.69.77 ", "::ffff:81.2.69.77", "10.1.0.0", "0.0.0.0", "::", "unix", "", "me"),
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV6().map((text) => `${text}%eth0`),
);

const NAMES = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
  "x-real-ip",
  "x-forwarded-ssl",
  "x-script-name",
  "host",
  "via",
  "connection",
  "__proto__",
  "get",
];

const value = fc.oneof(
  address,
  fc.tuple(address, address).map((all) => all.join(", ")),
  address.map((text) => `for="${text}";proto=https;host=app.example.com`),
  fc.constantFrom("", ",", "https", "http", "on", "443", "/app", "app.example.com", 'for="', "x-forwarded-for, close"),
);

const headers = fc.dictionary(fc.constantFrom(...NAMES), fc.oneof(value, fc.array(value, { maxLength: 3 })));

const path = fc.constantFrom("/page?n=1", "/app/page?n=1", "/", "", "*", "//evil.invalid/x", "/%zz", "/a%20b");

const sent = fc.record(
  {
    url: fc
      .tuple(
        fc.constantFrom(
          "https://app.example.com",
          "http://APP.example.com:80",
          "https://u:p@[::1]:8443",
          "https://",
          "",
        ),
        path,
        fc.constantFrom("", "#part"),
      )
      .map((parts) => parts.join("")),
    headers: fc.array(fc.tuple(fc.constantFrom(...NAMES, "X-Forwarded-For"), value), { maxLength: 3 }),
    address,
    visitor: fc.constantFrom("", "A", "B", "__proto__"),
    httpRedirects: fc.constant(true as const),
  },
  { requiredKeys: ["url"] },
);

const arrived = fc.record(
  {
    facts: fc.record(
      { headers, peerAddress: address, encrypted: fc.boolean(), authority: value, prefix: fc.constantFrom("", "/app") },
      { requiredKeys: ["headers"] },
    ),
    path,
    rawHeaders: fc.constant([]),
    gateway: fc.constant(true as const),
  },
  { requiredKeys: ["facts", "path", "rawHeaders"] },
);

const observation: fc.Arbitrary<Observation> = fc.record(
  {
    sent,
    arrived: fc.oneof(
      { weight: 6, arbitrary: arrived },
      fc.record({ status: fc.integer() }),
      fc.record({ failed: fc.string() }),
      fc.constant({ cached: true as const }),
    ),
    answered: fc.record({ server: fc.string(), via: fc.string() }, { requiredKeys: [] }),
  },
  { requiredKeys: ["sent", "arrived"] },
);

/** Plain visits whose address arrives, with odd headers beside it; by several routes and from several peers. */
const visited: fc.Arbitrary<Observation> = fc
  .tuple(sent, arrived, address, fc.array(address, { maxLength: 2 }))
  .map(([{ url: _url, headers: _headers, ...rest }, { facts, ...received }, own, proxies]) => ({
    sent: { ...rest, url: "https://app.example.com/page?n=1", address: own },
    arrived: {
      ...received,
      facts: { ...facts, headers: { ...facts.headers, "x-forwarded-for": [own, ...proxies].join(",") } },
    },
  }));

const observations = fc.oneof(
  fc.array(observation, { maxLength: 4 }),
  fc.array(visited, { minLength: 1, maxLength: 3 }),
  fc.tuple(visited, observation),
);

describe("recommend for odd observations", () => {
  it(
    "throws nothing, returns JSON, and recommends options that are accepted",
    () => {
      let accepted = 0;
      const property = fc.property(observations, (received) => {
        const recommendation = recommend(received);
        const { verdict, declined, options, guards, choices } = recommendation;
        expect(JSON.parse(JSON.stringify(recommendation))).toEqual(recommendation);
        expect(options === undefined).toBe(verdict === "declined");
        expect(declined !== undefined).toBe(verdict === "declined");
        if (options === undefined) return;
        accepted += 1;
        compileOptions(options);
        for (const guard of guards) compileOptions({ ...options, ...guard.options });
        for (const { value: trustedPeers } of choices.trustedPeers ?? []) {
          if (trustedPeers !== null) compileOptions({ ...options, trustedPeers });
        }
      });
      fc.assert(property, { numRuns: RUNS / 4 });
      expect(accepted).toBeGreaterThan(RUNS / 100);
    },
    LIMIT,
  );
});
