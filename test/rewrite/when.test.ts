import { not, set, when } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

const https = set("x-forwarded-proto", "https");
const rewritten = { "x-forwarded-proto": "https" };

function fails(): boolean {
  throw new Error("unseen");
}

describe("when", () => {
  test("applies the rewrite if the condition returns true", () => {
    expect(when(() => true, https)({}, {})).toEqual(rewritten);
  });

  test("passes the current headers and the connection to the condition", () => {
    const headers = { a: "1" };
    const facts = { peerAddress: "10.0.0.1" };
    const seen: unknown[] = [];
    when((...args) => seen.push(...args) < 0, https)(headers, facts);
    expect(seen).toEqual([headers, facts]);
  });

  test.each([
    ["returns false", () => false],
    ["returns a number", () => 1 as unknown as boolean],
    ["returns a promise", () => Promise.resolve(true) as unknown as boolean],
    ["returns a promise that rejects", () => Promise.reject(new Error("unseen")) as unknown as boolean],
    ["throws", fails],
  ])("returns the same object if the condition %s", (_outcome, condition) => {
    const headers = {};
    expect(when(condition, https)(headers, {})).toBe(headers);
  });

  test("does not apply the rewrite if a condition that throws or rejects is negated", () => {
    expect(when(not(fails), https)({}, {})).toEqual({});
    expect(
      when(
        not(() => Promise.reject(new Error("unseen")) as unknown as boolean),
        https,
      )({}, {}),
    ).toEqual({});
  });

  test("does not apply the rewrite if a condition that returns no boolean is negated", () => {
    expect(
      when(
        not(() => 0 as unknown as boolean),
        https,
      )({}, {}),
    ).toEqual({});
    expect(
      when(
        not(() => undefined as unknown as boolean),
        https,
      )({}, {}),
    ).toEqual({});
  });

  test("rejects a value that is no condition or no rewrite", () => {
    expect(() => when("10.0.0.0/8" as unknown as () => boolean, https)).toThrow(
      '`when`: got "10.0.0.0/8"; expected a condition, such as peerIn("10.0.0.0/8")',
    );
    expect(() => not(undefined as unknown as () => boolean)).toThrow("`not`: got undefined; expected a condition");
    expect(() => when(() => true, {} as unknown as typeof https)).toThrow("`when`: got an object; expected a rewrite");
  });
});

describe("not", () => {
  test("returns true only if the condition returns false", () => {
    const results = [() => false, () => true, () => undefined as unknown as boolean, fails];
    expect(results.map((condition) => not(condition)({}, {}))).toEqual([true, false, false, false]);
  });

  test("passes the current headers and the connection to the condition", () => {
    const seen: unknown[] = [];
    not((...args) => seen.push(...args) < 0)({ a: "1" }, { peerAddress: "10.0.0.1" });
    expect(seen).toEqual([{ a: "1" }, { peerAddress: "10.0.0.1" }]);
  });
});
