import { describe, expect, it } from "vitest";

import { ProxyFixOptionsError } from "../../src/errors.js";
import { readForwardedHeaders, readKeepHeaders, readSocket } from "../../src/headers/adapter-options.js";

describe("readForwardedHeaders", () => {
  it("returns verified by default, and else one of the two values", () => {
    expect([undefined, "verified", "keep"].map(readForwardedHeaders)).toEqual(["verified", "verified", "keep"]);
  });

  it.each([null, "", "Keep", true, 0])("throws if the option is %o", (value) => {
    expect(() => readForwardedHeaders(value)).toThrow(ProxyFixOptionsError);
    expect(() => readForwardedHeaders(value)).toThrow("`forwardedHeaders`: got");
  });
});

describe("readKeepHeaders", () => {
  it("returns no header by default, and else the list", () => {
    expect(readKeepHeaders(undefined)).toEqual([]);
    expect(readKeepHeaders(["x-real-ip"])).toEqual(["x-real-ip"]);
  });

  it.each([null, "x-real-ip", {}, true])("throws if the option is %o", (value) => {
    expect(() => readKeepHeaders(value)).toThrow(ProxyFixOptionsError);
    expect(() => readKeepHeaders(value)).toThrow("`keepHeaders`: got");
  });
});

describe("readSocket", () => {
  it("returns false by default, and else the option", () => {
    expect([undefined, false, true].map(readSocket)).toEqual([false, false, true]);
  });

  it.each([null, 0, 1, "true", {}])("throws if the option is %o", (value) => {
    expect(() => readSocket(value)).toThrow(ProxyFixOptionsError);
    expect(() => readSocket(value)).toThrow("`socket`: got");
  });
});
