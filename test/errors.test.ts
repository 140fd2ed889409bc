import { describe, expect, it } from "vitest";

import { describeValue, ProxyFixOptionsError, ProxyFixRefusal } from "../src/errors.js";
import { resolve, type Issue } from "../src/index.js";

describe("ProxyFixOptionsError", () => {
  it("is a TypeError that names the option and has a code", () => {
    const error = new ProxyFixOptionsError("xFor", "got -1; expected an integer from 0");
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ name: "ProxyFixOptionsError", code: "ERR_PROXYFIX_OPTION", option: "xFor" });
    expect(error.message).toBe("`xFor`: got -1; expected an integer from 0");
  });
});

describe("ProxyFixRefusal", () => {
  it.each([
    [400, "Bad Request: "],
    [403, "Forbidden: "],
    [431, "Request Header Fields Too Large: "],
  ] as const)("has the status %i, a message that begins with %j, and may be shown to the client", (status, start) => {
    const issues: readonly Issue[] = [{ reason: "untrusted-peer" }];
    const resolution = resolve({ headers: {} });
    const refusal = new ProxyFixRefusal(status, issues, resolution);
    expect(refusal).toBeInstanceOf(Error);
    expect(refusal).toMatchObject({
      name: "ProxyFixRefusal",
      code: "ERR_PROXYFIX_REFUSED",
      expose: true,
      status,
      statusCode: status,
    });
    expect(refusal.issues).toBe(issues);
    expect(refusal.resolution).toBe(resolution);
    expect(refusal.message.startsWith(start)).toBe(true);
  });
});

describe("describeValue", () => {
  it.each<[unknown, string]>([
    ["a", '"a"'],
    ['a"b\n', '"a\\"b\\n"'],
    ["y".repeat(60), `"${"y".repeat(60)}"`],
    ["y".repeat(61), `"${"y".repeat(60)}…"`],
    [() => 1, "a function"],
    [[], "an empty list"],
    [["a"], "a list"],
    [{}, "an object"],
    [null, "null"],
    [undefined, "undefined"],
    [1.5, "1.5"],
    [NaN, "NaN"],
    [1n, "1n"],
    [true, "true"],
    [Symbol("a"), "Symbol(a)"],
  ])("describes %o as %s", (value, text) => {
    expect(describeValue(value)).toBe(text);
  });
});
