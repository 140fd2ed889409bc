import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { both, expectResolution, listReasons } from "../reference/both.js";
import { NONE, PEER } from "./request.js";

const HEADER = "x-forwarded-prefix";
const LONG = `/${"a".repeat(1023)}`;

describe.each(both)("the prefixes of several proxies (R9), resolved by %s,", (_by, resolve) => {
  const read = (value: string | string[], options: ProxyFixOptions) => {
    const facts = { headers: { [HEADER]: value }, peerAddress: PEER, prefix: "/in" };
    const resolution = expectResolution(resolve(facts, { ...NONE, ...options }));
    return [resolution.prefix, listReasons(resolution)];
  };

  it.each<[value: string | string[], xPrefix: number, prefix: string]>([
    ["/a,/b", 2, "/a/b"],
    ["/a, /b, /c", 1, "/c"],
    ["/a, /b, /c", 2, "/b/c"],
    ["/a, /b, /c", 3, "/a/b/c"],
    [["/a", "/b,/c"], 3, "/a/b/c"],
    ["/a/b/, /c/", 2, "/a/b/c"],
    ["/, /a", 2, "/a"],
    ["/a, /", 2, "/a"],
    ["/, /", 2, ""],
    ["//evil, /a, /b", 2, "/a/b"],
    [", /a, /b", 2, "/a/b"],
  ])("are joined outermost first: %j with xPrefix %i is %j", (value, xPrefix, prefix) => {
    expect(read(value, { xPrefix })).toEqual([prefix, []]);
  });

  it.each<[value: string, xPrefix: number, reason: string]>([
    ["/a", 2, "short-chain"],
    ["", 2, "short-chain"],
    ["@", 2, "short-chain"],
    ["/a, /b", 3, "short-chain"],
    [", /b", 2, "empty"],
    ["/a,", 2, "empty"],
    [",", 2, "empty"],
    ["//a, /b", 2, "invalid"],
    ["/a, //b", 2, "invalid"],
    ["/a, b", 2, "invalid"],
    ["/a, //, /c", 3, "invalid"],
    // The issue is that of the outermost value that is not good.
    [", //b", 2, "empty"],
    ["//a,", 2, "invalid"],
    ["/a, , b", 3, "empty"],
    ["/a, b,", 3, "invalid"],
  ])("stay the connection's: %j with xPrefix %i is %s", (value, xPrefix, reason) => {
    expect(read(value, { xPrefix })).toEqual(["/in", [`${HEADER} ${reason}`]]);
  });

  it("have at most 2,048 characters if joined, without the slashes that are dropped", () => {
    expect(read(`${LONG}, ${LONG}`, { xPrefix: 2 })).toEqual([LONG + LONG, []]);
    expect(read(`${LONG}/, ${LONG}/`, { xPrefix: 2 })).toEqual([LONG + LONG, []]);
    expect(read(`${LONG}, /, ${LONG}`, { xPrefix: 3 })).toEqual([LONG + LONG, []]);
    expect(read(`${LONG}, ${LONG}a`, { xPrefix: 2 })).toEqual(["/in", [`${HEADER} invalid`]]);
    expect(read(`${LONG}, ${LONG}, /b`, { xPrefix: 3 })).toEqual(["/in", [`${HEADER} invalid`]]);
    expect(read(`${LONG}${LONG}/, /`, { xPrefix: 2 })).toEqual(["/in", [`${HEADER} invalid`]]);
  });

  it("have the issue of a value that is empty rather than that of their length", () => {
    expect(read(`${LONG}, ${LONG}a,`, { xPrefix: 3 })).toEqual(["/in", [`${HEADER} empty`]]);
  });

  it("are as many as the walk over trusted proxies allows", () => {
    const walk = (chain: string, prefixes: string) => {
      const facts = { headers: { "x-forwarded-for": chain, [HEADER]: prefixes }, peerAddress: PEER };
      const options = { trustedProxies: "10.0.0.0/8", xProto: 0, xPrefix: 3 };
      return expectResolution(resolve(facts, options)).prefix;
    };
    expect(walk("1.2.3.4", "//x, /b, /a")).toBe("/a");
    expect(walk("1.2.3.4, 10.0.0.2", "//x, /b, /a")).toBe("/b/a");
    expect(walk("1.2.3.4, 10.0.0.3, 10.0.0.2", "/c, /b, /a")).toBe("/c/b/a");
    expect(walk("10.0.0.3, 10.0.0.2", "//x, /b, /a")).toBe("/b/a");
  });
});
