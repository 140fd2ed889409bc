import { ProxyFixOptionsError } from "proxyfix";
import { append, copy, map, move, remove, set, setDefault } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

import { isAlias } from "../../src/rewrite/names.js";

const parts: Record<string, (name: string) => unknown> = {
  append: (name) => append(name, "1"),
  copy: (name) => copy("x-a", name),
  map: (name) => map(name, String),
  move: (name) => move(name, "x-a"),
  remove: (name) => remove(name),
  set: (name) => set(name, "1"),
  setDefault: (name) => setDefault(name, "1"),
};

const wrongNames = ["", "x forwarded", "x-forwarded-for:", "x-f\r\n", "é", ":authority", undefined, 7];
const cases = Object.keys(parts).flatMap((part) => wrongNames.map((name) => ({ part, name })));

describe("the name of a header", () => {
  test.each(cases)("is checked by $part: $name is rejected", ({ part, name }) => {
    const create = (): unknown => parts[part]?.(name as string);
    expect(create).toThrow(ProxyFixOptionsError);
    expect(create).toThrow(`\`${part}\`: got `);
  });

  test("may have either case and any character of a token (RFC 9110 section 5.6.2)", () => {
    expect(set("X!#$%&'+-.^_`|~9", "1")({}, {})).toEqual({ "x!#$%&'+-.^_`|~9": "1" });
  });
});

describe("isAlias", () => {
  test.each([
    ["x-real-ip", "x-real-ip", true],
    ["x_real_ip", "x-real-ip", true],
    ["x-real_ip", "x-real-ip", true],
    ["x.real~ip", "x-real-ip", true],
    ["xrrealrip", "x-real-ip", false],
    ["x-real-ip", "x_real_ip", false],
    ["x-real-ips", "x-real-ip", false],
    ["x-real-i", "x-real-ip", false],
    [":authority", "host", true],
    ["host", ":authority", false],
  ])("returns for the key %s and the name %s: %s", (key, name, expected) => {
    expect(isAlias(key, name)).toBe(expected);
  });
});
