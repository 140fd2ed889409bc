import { copy, remove } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

import { findHeader, isSameRecord, removeHeaders, takeRewritten, writeHeader } from "../../src/rewrite/headers.js";
import type { HeaderRecord } from "../../src/rewrite/rewrite.js";

describe("findHeader", () => {
  test.each<[HeaderRecord, string, unknown]>([
    [{ "x-a": "1" }, "x-a", "1"],
    [{ "x-a": ["1", "2"] }, "x-a", ["1", "2"]],
    [{ "x-a": "" }, "x-a", ""],
    [{ x_a: "1" }, "x-a", undefined],
    [{}, "constructor", undefined],
    [Object.create({ "x-a": "1" }) as HeaderRecord, "x-a", undefined],
    [{ ":authority": "a.test" }, "host", "a.test"],
    [{ ":authority": "a.test", host: "b.test" }, "host", "b.test"],
    [{ ":authority": "a.test", host: undefined }, "host", "a.test"],
    [{ host: "a.test" }, ":authority", undefined],
    [{ ":authority": "a.test" }, "x-a", undefined],
  ])("finds in %o the header %s: %j", (headers, name, value) => {
    expect(findHeader(headers, name)).toEqual(value);
  });
});

describe("writeHeader", () => {
  test("returns the same object if the header has the value and no alias", () => {
    const headers = { "x-a": ["1", "2"], "x-b": "3" };
    expect(writeHeader(headers, "x-a", ["1", "2"])).toBe(headers);
    expect(writeHeader(headers, "x-b", "3")).toBe(headers);
  });

  test("keeps the order of the headers, and adds a missing one at the end", () => {
    expect(Object.entries(writeHeader({ "x-a": "1", "x-b": "2" }, "x-a", "3"))).toEqual([
      ["x-a", "3"],
      ["x-b", "2"],
    ]);
    expect(Object.keys(writeHeader({ "x-b": "2" }, "x-a", "1"))).toEqual(["x-b", "x-a"]);
  });

  test("removes aliases, and writes :authority with host", () => {
    expect(writeHeader({ "x-a": "1", x_a: "6" }, "x-a", "1")).toEqual({ "x-a": "1" });
    expect(writeHeader({ ":authority": "a", ":path": "/" }, "host", "b")).toEqual({
      ":authority": "b",
      ":path": "/",
      host: "b",
    });
  });

  test("does not change :authority with any other header", () => {
    expect(writeHeader({ ":authority": "a" }, "x-a", "1")).toEqual({ ":authority": "a", "x-a": "1" });
  });

  test("writes lines to a header whose value is undefined", () => {
    expect(writeHeader({ "x-a": undefined }, "x-a", ["1"])).toEqual({ "x-a": ["1"] });
  });

  test("writes a header named __proto__ like any other", () => {
    expect(Object.entries(writeHeader({ "x-a": "1" }, "__proto__", "2"))).toEqual([
      ["x-a", "1"],
      ["__proto__", "2"],
    ]);
    expect(Object.entries(copy("x-a", "__proto__")({ "x-a": "1" }, {}))).toEqual([
      ["x-a", "1"],
      ["__proto__", "1"],
    ]);
  });
});

describe("a rewrite of a thousand headers", () => {
  test("changes the named ones alone, also one with the name __proto__", () => {
    const many = Array.from({ length: 1000 }, (_, at): [string, string] => [`x-${at}`, `${at}`]);
    const headers = Object.fromEntries([["x-a", "1"], ...many, ["__proto__", "2"]]);
    const removed = remove("x-a")(headers, {});
    expect(Object.getPrototypeOf(removed)).toBe(Object.prototype);
    expect(Object.entries(removed)).toEqual([...many, ["__proto__", "2"]]);
    expect(Object.entries(takeRewritten(headers, { ...removed, "x-0": "changed" }))).toEqual([
      ["x-0", "changed"],
      ...many.slice(1),
      ["__proto__", "2"],
    ]);
  });
});

describe("removeHeaders", () => {
  test("removes the selected keys, and returns the same object if there are none", () => {
    const headers = { "x-a": "1", "x-b": "2" };
    expect(removeHeaders(headers, (key) => key === "x-a")).toEqual({ "x-b": "2" });
    expect(removeHeaders(headers, (key) => key === "x-c")).toBe(headers);
  });

  test("removes nothing from a fetch Headers, which is no record and is rejected by the types", () => {
    const headers = new Headers({ "X-A": "1" });
    // @ts-expect-error a fetch Headers has no headers as properties
    expect(remove("x-a")(headers, {})).toBe(headers);
    expect(remove("x-a")(Object.fromEntries(headers), {})).toEqual({});
  });
});

describe("isSameRecord", () => {
  test.each<[HeaderRecord, HeaderRecord, boolean]>([
    [{}, {}, true],
    [{ a: "1", b: "2" }, { b: "2", a: "1" }, true],
    [{ a: ["1", "2"] }, { a: ["1", "2"] }, true],
    [{ a: undefined }, { a: undefined }, true],
    [{ a: "1" }, { a: "2" }, false],
    [{ a: "1" }, { b: "1" }, false],
    [{ a: "1" }, { a: "1", b: "2" }, false],
    [{ a: undefined }, { b: undefined }, false],
    [{ a: undefined }, { a: "1" }, false],
    [{ a: "1" }, { a: undefined }, false],
    [{ a: ["1", "2"] }, { a: ["1"] }, false],
    [{ a: ["1", "2"] }, { a: ["1", "3"] }, false],
    [{ a: ["1"] }, { a: ["1", "2"] }, false],
    [{ a: ["1"] }, { a: undefined }, false],
    [{ a: ["1"] }, { a: "1" }, false],
    [{ a: "1" }, { a: ["1"] }, false],
    [{ constructor: "1" }, { a: "1" }, false],
  ])("compares %o with %o: %s", (one, other, expected) => {
    expect(isSameRecord(one, other)).toBe(expected);
  });
});

describe("takeRewritten", () => {
  const long = "x".repeat(1000);

  test("returns the headers before the rewrite if nothing has changed", () => {
    const headers = { "x-a": "1", "x-b": ["2"] };
    expect(takeRewritten(headers, { ...headers })).toBe(headers);
    expect(takeRewritten({}, {})).toEqual({});
  });

  test("returns the values of the rewrite, also those that are cut from a long header", () => {
    const after = { "x-a": long.slice(0, 20), "x-b": ["1", long.slice(0, 30)], "x-c": undefined };
    expect(takeRewritten<HeaderRecord>({ "x-a": long, "x-c": undefined }, after)).toEqual(after);
    const lines = { "x-a": Array.from({ length: 20 }, (_, at) => `line ${at}`), "x-d": undefined };
    expect(takeRewritten<HeaderRecord>({ "x-a": long }, lines)).toStrictEqual(lines);
  });
});
