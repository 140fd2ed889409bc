import { describe, expect, it } from "vitest";

import { copyHeaders, joinLines, type HeaderFields } from "../../src/headers/header-fields.js";

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
