import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { coreResolve } from "../reference/both.js";
import { CANONICAL_OPTIONS, NEARBY_VALUES, nearbyFacts, nearbyOptions } from "../reference/nearly-canonical.js";
import { validOptions } from "../reference/random-options.js";
import { requestFacts } from "../reference/random-requests.js";
import { referenceResolve } from "../reference/resolve.js";
import { LIMIT, RUNS } from "../reference/runs.js";

describe("the core", () => {
  it("resolves every random request under every random options as the reference does", { timeout: LIMIT }, () => {
    const property = fc.property(requestFacts, validOptions, (facts, options) => {
      expect(coreResolve(facts, options)).toStrictEqual(referenceResolve(facts, options));
    });
    fc.assert(property, { numRuns: 2 * RUNS });
  });

  it("resolves random requests that are nearly canonical as the reference does", { timeout: LIMIT }, () => {
    const property = fc.property(nearbyFacts, nearbyOptions, (facts, options) => {
      expect(coreResolve(facts, options)).toStrictEqual(referenceResolve(facts, options));
    });
    fc.assert(property, { numRuns: 2 * RUNS });
  });

  it.each(CANONICAL_OPTIONS)("resolves each nearly canonical value as the reference does, with %o", (some) => {
    const canonical = {
      "x-forwarded-for": "6.6.6.6, 203.0.113.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "www.example.com",
    };
    const options = { xProto: 1, xHost: 1, ...some };
    const values = Object.entries(NEARBY_VALUES).flatMap(([name, texts]) => texts.map((text) => [name, text] as const));
    for (const host of ["app:3000", "app.test", "6.6.6.6, app.test"]) {
      for (const [name, text] of values) {
        const facts = { headers: { ...canonical, host, [name]: text }, peerAddress: "10.0.0.1" };
        expect(coreResolve(facts, options), `${host} ${text}`).toStrictEqual(referenceResolve(facts, options));
      }
    }
  });
});
