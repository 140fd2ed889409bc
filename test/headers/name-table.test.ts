import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ALIAS, NameTable } from "../../src/headers/name-table.js";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import { RUNS } from "../reference/runs.js";

const names = [...VENDOR_HEADERS, "x-forwarded-for", "x-ends-with-", "-x-begins-with", "a", ""];
const roles = new Map(names.map((name, at) => [name, `role ${at}`]));
const table = new NameTable(roles);

describe("a NameTable", () => {
  it("finds the role of each name", () => {
    for (const [name, role] of roles) expect([name, table.find(name)]).toEqual([name, role]);
  });

  it.each([
    "X_real_ip",
    "x_real_ip",
    "x_forwarded-for",
    "x-forwarded_for",
    "x-ends-with_",
    "x_ends_with_",
    "_x-begins-with",
    "_x_begins_with",
    "x.real.ip",
    "x~real|ip",
    "x-forwarded.for",
    "x-ends-with!",
    "*x+begins^with",
  ])("finds the role of aliases for %s only if it is in lower case", (name) => {
    expect(table.find(name)).toBe(name === name.toLowerCase() ? ALIAS : undefined);
  });

  it("mayHave is true for each name and alias in any case", () => {
    for (const name of roles.keys()) {
      const aliases = [..."_.!#$%&'*+^`|~"].map((separator) => name.replaceAll("-", separator).toUpperCase());
      for (const spelling of [name, name.toUpperCase(), ...aliases]) {
        expect([spelling, table.mayHave(spelling)]).toEqual([spelling, true]);
      }
    }
  });

  it("mayHave is false if length, last or first letter differ", () => {
    const one = new NameTable(new Map([["forwarded", "forwarded"]]));
    for (const name of ["forwarde", "forwardeds", "xforwarded", "forwardex", "xorwarded"]) {
      expect([name, one.mayHave(name)]).toEqual([name, false]);
    }
  });

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
