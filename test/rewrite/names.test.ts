import { ProxyFixOptionsError } from "proxyfix";
import { append, copy, map, move, remove, set, setDefault } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

import { compileKeys, isAlias, readName } from "../../src/rewrite/names.js";

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
    [":authority", "x-a", false],
    ["x-a", "host", false],
    ["x_ip", "xaip", false],
    ["xaip", "x-ip", false],
  ])("returns for the key %s and the name %s: %s", (key, name, expected) => {
    expect(isAlias(key, name)).toBe(expected);
  });
});

describe("readName", () => {
  test("returns the name in lower case", () => {
    expect(readName("X-Real-IP", "set")).toBe("x-real-ip");
  });

  test.each<[unknown, string]>([
    ["x y", 'got "x y"; expected a header\'s name such as "x-forwarded-host", without colon, space or value'],
    [7, "got 7; expected a header's name such as"],
    ["x-*", 'got "x-*"; expected one header\'s name; only `remove` takes a pattern'],
  ])("rejects %j", (name, message) => {
    expect(() => readName(name, "set")).toThrow(`\`set\`: ${message}`);
  });
});

describe("compileKeys", () => {
  test.each<[string, readonly string[]]>([
    ["X-Real-IP", ["x-real-ip", "x_real_ip"]],
    ["X-*", ["x-real-ip", "x_real_ip", "x-"]],
    ["ho*", ["host", ":authority"]],
    ["host", ["host", ":authority"]],
    ["xr*", []],
  ])("selects by %s the keys %j", (value, selected) => {
    const keys = ["x-real-ip", "x_real_ip", "x-", "x", "host", ":authority", "accept"];
    expect(keys.filter(compileKeys(value, "remove"))).toEqual(selected);
  });

  test.each<[unknown, string]>([
    ["*", 'got "*", which selects every header; expected some letters before the star'],
    ["x-**", 'got "x-**"; expected a name, or the start of one with a single * at its end: "x-internal-*"'],
    ["x y*", 'got "x y*"; expected a name, or the start of one with a single * at its end: "x-internal-*"'],
    ["*-a", 'got "*-a"; expected one header\'s name'],
    [7, "got 7; expected a header's name"],
  ])("rejects %j", (value, message) => {
    expect(() => compileKeys(value, "remove")).toThrow(`\`remove\`: ${message}`);
  });
});
