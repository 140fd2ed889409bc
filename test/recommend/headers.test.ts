import { describe, expect, it } from "vitest";
import { compileOptions } from "../../src/options/compile-options.js";
import {
  ADDRESS_HEADERS,
  hasAny,
  HOST_HEADERS,
  listPresent,
  PREFIX_HEADERS,
  PROTO_HEADERS,
} from "../../src/recommend/headers.js";
import { visit } from "./visits.js";

describe("the lists of headers", () => {
  it.each(ADDRESS_HEADERS)("contains a name that clientAddressHeader accepts: %s", (name) => {
    expect(compileOptions({ clientAddressHeader: name }).clientAddressHeader?.name).toBe(name);
  });

  it.each([
    ...PROTO_HEADERS.map((name) => ({ proto: name })),
    ...HOST_HEADERS.map((name) => ({ host: name })),
    ...PREFIX_HEADERS.map((name) => ({ prefix: name })),
  ])("contains a name that headerNames accepts: %o", (headerNames) => {
    expect(compileOptions({ headerNames }).names).toMatchObject(headerNames);
  });

  it("contains no name twice", () => {
    const all = [...ADDRESS_HEADERS, ...PROTO_HEADERS, ...HOST_HEADERS, ...PREFIX_HEADERS];
    expect(new Set(all)).toHaveProperty("size", all.length);
  });
});

describe("listPresent", () => {
  it("lists the headers of every plain visit, whatever a forged one contains", () => {
    const names = ["x-a", "x-b", "x-c"];
    const visits = visit(
      { arrived: { "x-a": "1", "x-b": "" } },
      { arrived: { "x-a": "2", "x-b": "3", "x-c": "4" } },
      { headers: [["x-c", "4"]], arrived: { "x-c": "4" } },
    );
    expect(listPresent(names, visits)).toEqual(["x-a", "x-b"]);
  });
});

describe("hasAny", () => {
  it("returns whether a plain visit contains one of the headers", () => {
    expect(hasAny(["x-a", "x-b"], visit({}, { arrived: { "x-b": "" } }))).toBe(true);
    expect(hasAny(["x-a"], visit({ arrived: { "x-b": "1" } }))).toBe(false);
    expect(hasAny(["x-a"], visit({}, { headers: [["x-a", "1"]], arrived: { "x-a": "1" } }))).toBe(false);
    expect(hasAny(["x-a"], visit({ arrived: { "x-a": [] } }))).toBe(false);
  });
});
