import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ALIAS, NameTable } from "../../src/headers/name-table.js";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import { RUNS } from "../reference/runs.js";

const names = [...VENDOR_HEADERS, "x-forwarded-for", "x-ends-with-", "-x-begins-with", "a", ""];
const roles = new Map(names.map((name, at) => [name, `role ${at}`]));
const table = new NameTable(roles);

describe("a NameTable", () => {
  it("finds the same as a Map, for any text", () => {
    const letters = fc.string({
      unit: fc.constantFrom("x", "-", "_", ".", "~", "a", "r", "i", "p", "é"),
      maxLength: 40,
    });
    const near = fc
      .tuple(fc.constantFrom(...roles.keys()), fc.nat(30), letters)
      .map(([name, at, text]) => name.slice(0, at) + text + name.slice(at + text.length));
    fc.assert(
      fc.property(fc.oneof(letters, near), (name) => {
        const dashed = name.replaceAll(/[^a-z0-9]/g, "-");
        expect(table.find(name)).toBe(roles.get(name) ?? (roles.has(dashed) ? ALIAS : undefined));
      }),
      { numRuns: RUNS },
    );
  });
});
