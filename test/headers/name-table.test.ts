import { describe, expect, it } from "vitest";

import { ALIAS, NameTable } from "../../src/headers/name-table.js";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";

const names = [...VENDOR_HEADERS, "x-forwarded-for", "x-ends-with-", "-x-begins-with", "a", ""];
const roles = new Map(names.map((name, at) => [name, `role ${at}`]));
const table = new NameTable(roles);

describe("ALIAS", () => {
  it("is the role of headers that are deleted", () => {
    expect(ALIAS).toBe("delete");
  });
});

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

  it.each(["x_realyip", "x_re_l-ip", "x_real_iq", "y_real_ip", "a_b_c", "_", "_".repeat(40)])(
    "finds no role of %s",
    (name) => {
      expect(table.find(name)).toBeUndefined();
    },
  );

  it.each(["a", "z", "0", "9"])("does not take %s for a separator", (character) => {
    const one = new NameTable(new Map([["x-ip", "role"]]));
    expect(one.find(`x${character}ip`)).toBeUndefined();
  });

  it.each(["/", ":", "`", "{"])("takes %s, beside the letters and digits of ASCII, for a separator", (character) => {
    const one = new NameTable(new Map([["x-ip", "role"]]));
    expect(one.find(`x${character}ip`)).toBe(ALIAS);
  });

  it("finds the role of a name with `_`, and not that of an alias", () => {
    const both = new NameTable(new Map([["x-fwd", "other"], ["x_fwd", "for"]])); // prettier-ignore
    expect([both.find("x_fwd"), both.find("x-fwd")]).toEqual(["for", "other"]);
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
});
