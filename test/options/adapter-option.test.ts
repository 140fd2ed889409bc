import { describe, expect, it } from "vitest";

import { ProxyFixOptionsError } from "../../src/errors.js";
import { ADAPTER_NAMES, readForwardedHeaders, readKeepHeaders, readSwitch } from "../../src/options/adapter-option.js";

describe("ADAPTER_NAMES", () => {
  it("contains the options that every adapter has beside those of the resolver", () => {
    expect(ADAPTER_NAMES).toEqual(["forwardedHeaders", "keepHeaders", "shadow", "warnings"]);
  });
});

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
  const read = (value: unknown): string[] => [...readKeepHeaders(value, ["x-forwarded-for", "cf-connecting-ip"])];

  it("returns no header by default, and else those that the entries name", () => {
    expect(read(undefined)).toEqual([]);
    expect(read(["X-Real-IP", "x-vercel-ip-c*"])).toEqual([
      "x-real-ip",
      "x-vercel-ip-country",
      "x-vercel-ip-country-region",
      "x-vercel-ip-city",
      "x-vercel-ip-continent",
    ]);
  });

  it.each([null, "x-real-ip", {}, true, ["accept"], ["x-forwarded-for"], ["cf-connecting-ip"], ["x-y*"], ["*"], [7]])(
    "throws if the option is %o",
    (value) => {
      expect(() => read(value)).toThrow(ProxyFixOptionsError);
      expect(() => read(value)).toThrow("`keepHeaders`: got");
    },
  );

  it("shows the list that a text stands for", () => {
    expect(() => read("x-real-ip")).toThrow('expected a list of header names such as ["x-real-ip"]');
    expect(() => read(true)).toThrow('expected a list of header names such as ["cf-connecting-ip"]');
  });
});

describe("readKeepHeaders, given a header that is not deleted", () => {
  it.each<[unknown, string]>([
    [
      ["x-forwarded-for"],
      'got "x-forwarded-for"; expected a vendor header; forwardedHeaders: "keep" leaves the forwarding headers alone',
    ],
    [
      ["accept"],
      'got "accept"; expected a vendor header that would be deleted, such as "x-real-ip", or a pattern of location ' +
        'headers, such as "cf-*"; any other header is left alone anyway',
    ],
    [[7], "got 7; expected a vendor header that would be deleted"],
    [["*"], 'got "*"; expected a vendor header that would be deleted'],
    [["x-real-*"], 'got "x-real-*"; expected a vendor header that would be deleted'],
    [["x-y"], 'got "x-y"; expected a vendor header that would be deleted'],
  ])("rejects %j: %s", (value, message) => {
    const read = (): unknown => readKeepHeaders(value, ["x-forwarded-for"]);
    expect(read).toThrow(`\`keepHeaders\`: ${message}`);
  });
});

describe("readSwitch", () => {
  it("returns the option, undefined if it is unset", () => {
    expect([undefined, false, true].map((value) => readSwitch(value, "socket"))).toEqual([undefined, false, true]);
  });

  it.each([null, 0, 1, "true", {}])("throws if the option is %o", (value) => {
    expect(() => readSwitch(value, "warnings")).toThrow(ProxyFixOptionsError);
    expect(() => readSwitch(value, "warnings")).toThrow("`warnings`: got");
  });
});
