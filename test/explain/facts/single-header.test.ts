import { describe, expect, it } from "vitest";
import { runResolver, type Run } from "../../../src/explain/facts/run.js";
import { findSingleHop, readSingleHeader } from "../../../src/explain/facts/single-header.js";
import type { ProxyFixOptions } from "../../../src/index.js";
import { compileOptions } from "../../../src/options/compile-options.js";

const NAME = "x-real-ip";
const single: ProxyFixOptions = { clientAddressHeader: NAME };
const besideWalk = (from: string): ProxyFixOptions => ({
  trustedProxies: "10.0.0.0/8",
  clientAddressHeader: { name: NAME, from },
});

function runOn(value: string | string[] | undefined, options: ProxyFixOptions): Run {
  const headers = value === undefined ? {} : { [NAME]: value };
  return runResolver(compileOptions(options), { headers, peerAddress: "10.0.0.1" });
}

describe("readSingleHeader", () => {
  it("is undefined without the option", () => {
    expect(readSingleHeader(runOn("203.0.113.9", {}))).toBeUndefined();
  });

  it("has the trimmed value, and no obstacle, if it is believed", () => {
    expect(readSingleHeader(runOn(" 203.0.113.9\t", single))).toEqual({
      header: NAME,
      source: { header: NAME, place: 1, line: 1, lines: 1, text: "203.0.113.9" },
      obstacle: undefined,
    });
  });

  it.each<[string, string | string[] | undefined, ProxyFixOptions]>([
    ["absent", undefined, single],
    ["empty", " ", single],
    ["invalid", "unknown", single],
    ["duplicate", ["203.0.113.9", "203.0.113.8"], single],
    ["untrusted-peer", "203.0.113.9", { ...single, trustedPeers: "10.0.0.9" }],
    ["absent", undefined, besideWalk("10.0.0.1")],
    ["other-proxy", "203.0.113.9", besideWalk("10.0.0.9")],
  ])("has the obstacle %s for %j", (obstacle, value, options) => {
    expect(readSingleHeader(runOn(value, options))?.obstacle).toBe(obstacle);
  });

  it.each([{ ...single, trustedPeers: "10.0.0.9" }, besideWalk("10.0.0.9")])(
    "has no obstacle if it is missing and would not be read",
    (options) => {
      expect(readSingleHeader(runOn(undefined, options))).toMatchObject({ source: undefined, obstacle: undefined });
    },
  );
});

describe("findSingleHop", () => {
  const find = (value: string | string[] | undefined, options: ProxyFixOptions): unknown => {
    const run = runOn(value, options);
    return findSingleHop(readSingleHeader(run), run);
  };

  it("is the client if the header is believed", () => {
    const believed = { role: "client", verdict: "believed", reason: "single-header" };
    const place = { header: NAME, line: 1, text: "203.0.113.9:4711" };
    expect(find("203.0.113.9:4711", single)).toEqual({ address: "203.0.113.9", ...believed, ...place });
  });

  it("is an unreadable claim if the header is not an address", () => {
    const expected = { address: null, role: "claim", verdict: "unreadable", reason: "duplicate", line: 1 };
    expect(find(["203.0.113.9", "203.0.113.8"], single)).toMatchObject({
      ...expected,
      text: "203.0.113.9,203.0.113.8",
    });
  });

  it("is an untrusted claim, with its address, if the peer is not trusted", () => {
    const expected = { address: "203.0.113.9", role: "claim", verdict: "untrusted", reason: "untrusted-peer" };
    expect(find("203.0.113.9", { ...single, trustedPeers: "10.0.0.9" })).toMatchObject(expected);
  });

  it("is none without the option, without the header, or if another proxy was reached", () => {
    expect(find("203.0.113.9", {})).toBeUndefined();
    expect(find(undefined, single)).toBeUndefined();
    expect(find("203.0.113.9", besideWalk("10.0.0.9"))).toBeUndefined();
  });
});
