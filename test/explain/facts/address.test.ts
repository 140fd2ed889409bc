import { describe, expect, it } from "vitest";
import { explainAddress, findListObstacle } from "../../../src/explain/facts/address.js";
import { runResolver, type Run } from "../../../src/explain/facts/run.js";
import type { ProxyFixOptions, RequestFacts } from "../../../src/index.js";
import { compileOptions } from "../../../src/options/compile-options.js";

const FOR = "x-forwarded-for";
const trustedPeers = "10.0.0.0/8";

function runOn(headers: RequestFacts["headers"], options: ProxyFixOptions, peerAddress = "10.0.0.1"): Run {
  return runResolver(compileOptions(options), { headers, peerAddress });
}

describe("explainAddress", () => {
  it("has the counted entry as its source", () => {
    expect(explainAddress(runOn({ [FOR]: ["203.0.113.9", "10.0.0.7"] }, { xFor: 2, trustedPeers }))).toEqual({
      value: "203.0.113.9",
      source: { header: FOR, place: 2, line: 1, lines: 2, text: "203.0.113.9" },
    });
  });

  it("has the entry at which a walk stopped as its source", () => {
    const run = runOn({ [FOR]: "203.0.113.9, 10.0.0.7" }, { trustedProxies: "10.0.0.0/8" });
    expect(explainAddress(run).source).toMatchObject({ place: 2, text: "203.0.113.9" });
  });

  it("is unknown behind a known proxy if the list is short", () => {
    expect(explainAddress(runOn({ [FOR]: "203.0.113.9" }, { xFor: 2, trustedPeers }))).toEqual({
      value: null,
      instead: { header: FOR, reason: "short-chain" },
    });
  });

  it("is the peer's if the list is short and anyone may connect", () => {
    expect(explainAddress(runOn({ [FOR]: "203.0.113.9" }, { xFor: 2 }))).toEqual({
      value: "10.0.0.1",
      source: { connection: "peer" },
      instead: { header: FOR, reason: "short-chain" },
    });
  });

  it("is unknown if the peer is a unix-domain socket and no list is read", () => {
    expect(explainAddress(runOn({}, { xFor: 0 }, "unix"))).toEqual({ value: null });
  });

  it("has the clientAddressHeader as its source", () => {
    const run = runOn({ "x-real-ip": "203.0.113.9", [FOR]: "6.6.6.6" }, { clientAddressHeader: "x-real-ip" });
    expect(explainAddress(run)).toEqual({
      value: "203.0.113.9",
      source: { header: "x-real-ip", place: 1, line: 1, lines: 1, text: "203.0.113.9" },
    });
  });

  it("is the list's if the clientAddressHeader beside a walk is missing, which is the obstacle", () => {
    const options = { trustedProxies: "10.0.0.0/8", clientAddressHeader: { name: "x-real-ip", from: "10.0.0.1" } };
    expect(explainAddress(runOn({ [FOR]: "203.0.113.9" }, options))).toMatchObject({
      source: { header: FOR },
      instead: { header: "x-real-ip", reason: "absent" },
    });
  });

  it("has the list as the obstacle if neither it nor the clientAddressHeader of another proxy helps", () => {
    const options = { trustedProxies: "10.0.0.0/8", clientAddressHeader: { name: "x-real-ip", from: "10.0.0.9" } };
    const headers = { [FOR]: "unknown", "x-real-ip": "203.0.113.9" };
    expect(explainAddress(runOn(headers, options))).toEqual({
      value: null,
      instead: { header: FOR, reason: "invalid" },
    });
    expect(explainAddress(runOn({ ...headers, [FOR]: "203.0.113.9" }, options)).instead).toEqual({
      header: "x-real-ip",
      reason: "other-proxy",
    });
  });
});

describe("findListObstacle", () => {
  it("is none if the list contains the client", () => {
    expect(findListObstacle(runOn({ [FOR]: "203.0.113.9" }, {}))).toBeUndefined();
  });

  it("is that of the element with Forwarded", () => {
    expect(findListObstacle(runOn({ forwarded: "proto=https" }, { forwarded: 1 }))).toBe("unidentified");
  });
});
