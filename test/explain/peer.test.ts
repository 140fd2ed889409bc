import { describe, expect, it } from "vitest";
import { createPeerHop, explainGate, isPeerClient } from "../../src/explain/peer.js";
import { runResolver, type Run } from "../../src/explain/facts/run.js";
import type { ProxyFixOptions } from "../../src/index.js";
import { compileOptions } from "../../src/options/compile-options.js";

function runOn(peerAddress: string | undefined, options: ProxyFixOptions, headers: Record<string, string> = {}): Run {
  return runResolver(compileOptions(options), { headers, peerAddress });
}

describe("explainGate", () => {
  it.each<[string | undefined, ProxyFixOptions, string | null, string, string | null]>([
    ["10.0.0.1", {}, "10.0.0.1", "anyone", null],
    ["10.0.0.1", { trustedPeers: "10.0.0.1" }, "10.0.0.1", "trusted", "trustedPeers"],
    ["10.0.0.1", { trustedProxies: "10.0.0.1" }, "10.0.0.1", "trusted", "trustedProxies"],
    ["10.0.0.9", { trustedPeers: "10.0.0.1" }, "10.0.0.9", "untrusted-peer", "trustedPeers"],
    ["10.0.0.9", { trustedProxies: "10.0.0.1" }, "10.0.0.9", "untrusted-peer", "trustedProxies"],
    ["unix", { trustedPeers: "unix" }, "unix", "trusted", "trustedPeers"],
    ["::ffff:10.0.0.1", {}, "10.0.0.1", "anyone", null],
    ["fe80::1%eth0", {}, "fe80::1", "anyone", null],
    [undefined, { trustedPeers: () => true }, null, "untrusted-peer", "trustedPeers"],
    ["10.0.0.1:80", {}, null, "anyone", null],
    [null as never, {}, null, "anyone", null],
  ])("of %j with %o is %j, %s, %j", (peerAddress, options, peer, verdict, option) => {
    expect(explainGate(runOn(peerAddress, options))).toEqual({ peer, verdict, option });
  });
});

describe("createPeerHop", () => {
  const create = (...args: Parameters<typeof runOn>): unknown => {
    const run = runOn(...args);
    return createPeerHop(run, explainGate(run));
  };

  it("is a proxy if the client is another", () => {
    const list = { "x-forwarded-for": "203.0.113.9" };
    const expected = { hop: 0, address: "10.0.0.1", role: "proxy", verdict: "believed", reason: "anyone" };
    expect(create("10.0.0.1", {}, list)).toEqual({ ...expected, saidBy: "connection" });
  });

  it("is the client if it visits by itself", () => {
    expect(create("10.0.0.1", { trustedPeers: "10.0.0.1" })).toMatchObject({ role: "client", reason: "trusted" });
  });

  it("is an untrusted client if it is not trusted, even without an address", () => {
    const expected = { role: "client", verdict: "untrusted", reason: "untrusted-peer" };
    expect(create("10.0.0.9", { trustedPeers: "10.0.0.1" })).toMatchObject({ address: "10.0.0.9", ...expected });
    expect(create("unix", { trustedPeers: "10.0.0.1" })).toMatchObject({ address: "unix", ...expected });
    expect(create(undefined, { trustedPeers: "10.0.0.1" })).toMatchObject({ address: null, ...expected });
  });

  it("is a proxy if the client is unknown", () => {
    expect(create("10.0.0.1", { trustedPeers: "10.0.0.1" }, { via: "1.1 a" })).toMatchObject({ role: "proxy" });
    expect(create("unix", { xFor: 0 })).toMatchObject({ address: "unix", role: "proxy" });
  });
});

describe("isPeerClient", () => {
  it("is false if a header contains the peer's address", () => {
    expect(isPeerClient(runOn("10.0.0.1", {}, { "x-forwarded-for": "10.0.0.1" }))).toBe(false);
    expect(isPeerClient(runOn("10.0.0.1", { clientAddressHeader: "x-real-ip" }, { "x-real-ip": "10.0.0.1" }))).toBe(
      false,
    );
  });

  it("is true if no header does", () => {
    expect(isPeerClient(runOn("10.0.0.1", {}))).toBe(true);
  });
});
