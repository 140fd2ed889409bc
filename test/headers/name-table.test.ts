import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { NameTable } from "../../src/headers/name-table.js";
import { VENDOR_HEADERS } from "../../src/headers/vendor-headers.js";
import { RUNS } from "../reference/runs.js";

const values = new Map([...VENDOR_HEADERS, "x-forwarded-for", "x-ends-with-", "a", ""].map((name, at) => [name, at]));
const table = new NameTable(values, -1);

describe("a table of names", () => {
  it("gives each name its own value, the first one's 0 as well", () => {
    for (const [name, value] of values) expect([name, table.find(name)]).toEqual([name, value]);
  });

  it.each(["X_real_ip", "x_real_ip", "x_forwarded-for", "x-forwarded_for", "x-ends-with_", "x_ends_with_"])(
    "gives %s what aliases have, if it is in lower case",
    (name) => {
      expect(table.find(name)).toBe(name === name.toLowerCase() ? -1 : undefined);
    },
  );

  it("may have each name and each alias, in whatever case", () => {
    for (const name of values.keys()) {
      for (const spelling of [name, name.toUpperCase(), name.replaceAll("-", "_").toUpperCase()]) {
        expect([spelling, table.mayHave(spelling)]).toEqual([spelling, true]);
      }
    }
  });

  it("cannot have what differs in its length, its last or its first letter", () => {
    const one = new NameTable(new Map([["forwarded", 1]]), -1);
    for (const name of ["forwarde", "forwardeds", "xforwarded", "forwardex", "xorwarded"]) {
      expect([name, one.mayHave(name)]).toEqual([name, false]);
    }
  });

  it("finds what a map finds, in any text", () => {
    const letters = fc.string({ unit: fc.constantFrom("x", "-", "_", "a", "r", "i", "p", "é"), maxLength: 40 });
    const near = fc
      .tuple(fc.constantFrom(...values.keys()), fc.nat(30), letters)
      .map(([name, at, text]) => name.slice(0, at) + text + name.slice(at + text.length));
    fc.assert(
      fc.property(fc.oneof(letters, near), (name) => {
        const dashed = name.replaceAll("_", "-");
        expect(table.find(name)).toBe(values.get(name) ?? (values.has(dashed) ? -1 : undefined));
      }),
      { numRuns: RUNS },
    );
  });
});
