import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coreResolve } from "../reference/both.js";
import { requestFacts } from "../reference/random-requests.js";
import { referenceResolve } from "../reference/resolve.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { validOptions } from "../reference/random-options.js";

describe("the core and a second implementation, written from the rules alone", () => {
  it(
    "agree on every field of every random request under every random options",
    () => {
      const property = fc.property(requestFacts, validOptions, (facts, options) => {
        expect(coreResolve(facts, options)).toStrictEqual(referenceResolve(facts, options));
      });
      fc.assert(property, { numRuns: 2 * RUNS });
    },
    LIMIT,
  );
});
