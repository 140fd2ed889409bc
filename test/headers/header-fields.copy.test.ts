import { afterEach, describe, expect, it } from "vitest";

import {
  copyHeaders,
  joinLines,
  readField,
  setField,
  textFields,
  type HeaderFields,
} from "../../src/headers/header-fields.js";

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "x-polluted");
});

describe("copyHeaders", () => {
  it("returns another object with the same headers", () => {
    const headers = { host: "app", "set-cookie": ["a", "b"] };
    const copy = copyHeaders(headers);
    expect(copy).toEqual(headers);
    expect(copy).not.toBe(headers);
  });

  it("copies inherited headers too", () => {
    const headers = Object.create({ host: "app" }) as HeaderFields;
    headers["x-a"] = "1";
    expect({ ...copyHeaders(headers) }).toEqual({ host: "app", "x-a": "1" });
    expect({ ...copyHeaders(headers, 1000) }).toEqual({ host: "app", "x-a": "1" });
  });

  it("returns an object with the prototype of all, however many lines there are", () => {
    for (const lines of [1, 1000]) {
      const copy = copyHeaders({ host: "app" }, lines);
      expect([Object.entries(copy), Object.getPrototypeOf(copy)]).toEqual([[["host", "app"]], Object.prototype]);
    }
  });

  it("copies no property that every object inherits", () => {
    Object.assign(Object.prototype, { "x-polluted": "1" });
    expect(Object.keys(copyHeaders(Object.create({ host: "app" }) as HeaderFields))).toEqual(["host"]);
  });

  it("copies a header with the name __proto__ if the headers have no prototype, as those of HTTP/2", () => {
    const headers = Object.create(null) as HeaderFields;
    headers["__proto__"] = "1";
    const copy = copyHeaders(headers);
    expect(Object.getPrototypeOf(copy)).toBeNull();
    expect(Object.entries(copy)).toEqual([["__proto__", "1"]]);
  });
});

describe("joinLines", () => {
  it.each([
    ["a", "a"],
    [["a", "b"], "a, b"],
    [[], ""],
    [undefined, undefined],
  ])("makes of %o %o", (value, expected) => {
    expect(joinLines(value)).toBe(expected);
  });
});

describe("setField", () => {
  it.each(["x-a", "__proto__", "constructor"])("sets the header %s as a property like any other", (name) => {
    const headers: HeaderFields = {};
    setField(headers, name, "1");
    expect(Object.getOwnPropertyDescriptor(headers, name)).toEqual({
      ...{ value: "1", writable: true, enumerable: true, configurable: true },
    });
    setField(headers, name, "2");
    expect(Object.entries(headers)).toEqual([[name, "2"]]);
  });
});

describe("readField", () => {
  it("reads a header, and no property that every object inherits", () => {
    const headers: HeaderFields = { host: "app" };
    expect([readField(headers, "host"), readField(headers, "constructor")]).toEqual(["app", undefined]);
  });
});

// docs/reference/rules.md#r1-lists
describe("textFields", () => {
  it("returns the same headers if their values are text, lines or undefined", () => {
    const headers = { host: "app", "set-cookie": ["a", "b"], "x-none": [], "x-missing": undefined };
    expect(textFields(headers)).toBe(headers);
  });

  it.each<[value: unknown, expected: unknown]>([
    [5, "5"],
    [
      ["a", 5],
      ["a", "5"],
    ],
    [[5], ["5"]],
    [null, undefined],
    [{}, undefined],
  ])("returns a copy in which %j is %j", (value, expected) => {
    const headers = { host: "app", "x-other": value } as HeaderFields;
    expect(textFields(headers)).toEqual({ host: "app", "x-other": expected });
    expect(headers).toEqual({ host: "app", "x-other": value });
  });
});
