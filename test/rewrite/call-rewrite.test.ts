import { describe, expect, it } from "vitest";

import { callRewrite } from "../../src/rewrite/call-rewrite.js";
import { pipe } from "../../src/rewrite/pipe.js";
import type { Rewrite } from "../../src/rewrite/rewrite.js";

const headers = { host: "app", "set-cookie": ["a", "b"] };
const returning = (value: unknown): Rewrite => (() => value) as Rewrite;

describe("callRewrite", () => {
  it.each([
    ["a record", { host: "app" }],
    ["a record with lines and a missing value", { "x-a": ["1", "2"], "x-b": undefined }],
    ["a record without a prototype", Object.assign(Object.create(null) as object, { host: "app" })],
    ["a record with headers named as methods", JSON.parse('{ "get": "1", "then": "2" }')],
    ["a record without headers", {}],
  ])("returns %s that the rewrite returned", (_title, value) => {
    expect(callRewrite(returning(value), headers, {})).toBe(value);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a list", ["host"]],
    ['"text"', "text"],
    ["a function", () => headers],
    ["a promise", Promise.resolve(headers)],
    ["an object", new Headers()],
    ["an object", new Map()],
    ["an object", { host: 5 }],
    ["an object", { host: null }],
    ["an object", { host: ["a", 5] }],
  ])("throws a TypeError that names %s", (name, value) => {
    expect(() => callRewrite(returning(value), headers, {})).toThrow(
      new TypeError(
        `A rewrite returned ${name}; expected a record of headers with text as values, such as the one that it received`,
      ),
    );
  });

  it("lets a promise that the rewrite returned fail without an unhandled rejection", () => {
    const reject = (): unknown => Promise.reject(new Error("on purpose"));
    expect(() => callRewrite(reject as Rewrite, headers, {})).toThrow("A rewrite returned a promise");
  });

  it("passes an error of the rewrite through", () => {
    const fail = (): never => {
      throw new RangeError("on purpose");
    };
    expect(() => callRewrite(fail, headers, {})).toThrow(RangeError);
  });

  it("checks each rewrite of a pipe, so that no later one receives something else", () => {
    const seen: unknown[] = [];
    const look: Rewrite = (received) => (seen.push(received), received);
    expect(() => pipe(returning(undefined), look)(headers, {})).toThrow("A rewrite returned undefined");
    expect(seen).toEqual([]);
  });
});

describe("callRewrite, if every object inherits a method", () => {
  it.each(["get", "then"])("accepts a record although it inherits %s", (name) => {
    const inherited = Object.prototype as unknown as Record<string, unknown>;
    let result: unknown;
    try {
      inherited[name] = () => undefined;
      result = callRewrite((received) => received, headers, {});
    } finally {
      delete inherited[name];
    }
    expect(result).toBe(headers);
  });
});
