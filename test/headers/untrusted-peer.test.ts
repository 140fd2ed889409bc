import { describe, expect, it } from "vitest";

import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import type { Original } from "../../src/headers/adapter-resolution.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";

/** Describes a request of a peer with these headers. */
function describeRequest(
  options: AdapterOptions,
  headers: Readonly<Record<string, string>>,
  peerAddress: string | undefined,
): string | undefined {
  const adapter = compileAdapter(options);
  const original: Original = { peerAddress, host: "app", proto: "http", prefix: "", headers, rawHeaders: [] };
  const facts = { headers, peerAddress };
  return adapter.describeUntrusted(facts, adapter.resolve(facts, original));
}

const FOR = { "x-forwarded-for": "203.0.113.66" };
const NETWORK = { trustedPeers: "10.0.0.0/8" };

describe("describeUntrustedPeer", () => {
  it.each<[AdapterOptions, string | undefined, string]>([
    [NETWORK, "172.18.0.3", "A peer outside trustedPeers, 172.18.0.3, sent forwarding headers; proxyFix believed none"],
    [
      NETWORK,
      "::ffff:172.18.0.3",
      "If 172.18.0.3 is your proxy, add it, or the network that it is in, to trustedPeers.",
    ],
    [NETWORK, "unix", "If unix is your proxy, add it"],
    [{ trustedProxies: "10.0.0.0/8" }, "172.18.0.3", "A peer outside trustedProxies, 172.18.0.3, sent"],
    [{ ...NETWORK, strict: true }, "172.18.0.3", "A peer outside trustedPeers, 172.18.0.3, sent"],
    [{ ...NETWORK, allowedHosts: ["a.test"] }, "172.18.0.3", "A peer outside trustedPeers, 172.18.0.3, sent"],
    [NETWORK, "172.18.0.3", "If it is a client or a service that connected directly, nothing is wrong"],
    [NETWORK, "172.18.0.3", "`warnings: false` silences this."],
  ])("describes, for %o, the peer %s: %s", (options, peer, text) => {
    const description = describeRequest(options, FOR, peer);
    expect(description).toContain(text);
    expect(description).not.toContain("203.0.113.66");
  });

  it.each<[AdapterOptions, Readonly<Record<string, string>>]>([
    [{ ...NETWORK, forwarded: 1 }, { forwarded: "for=203.0.113.66" }],
    [{ ...NETWORK, headerNames: { host: "x-shop" }, xHost: 1 }, { "x-shop": "evil.test" }],
    [{ ...NETWORK, clientAddressHeader: "x-real-ip" }, { "x-real-ip": "203.0.113.66" }],
    [{ ...NETWORK, xPrefix: 1 }, { "x-forwarded-prefix": "" }],
    [{ ...NETWORK, xPort: 1 }, { "x-forwarded-port": "1" }],
    [NETWORK, { "x-forwarded-proto": "https" }],
  ])("describes, for %o, a peer that sends %o", (options, headers) => {
    expect(describeRequest(options, headers, "172.18.0.3")).toContain("172.18.0.3");
  });

  it.each<[string, AdapterOptions, Readonly<Record<string, string>>, string | undefined]>([
    ["the peer is trusted", NETWORK, FOR, "10.0.0.1"],
    ["anyone may connect", {}, FOR, "172.18.0.3"],
    ["the peer sends no forwarding header", NETWORK, { host: "a.test", via: "1.1 a" }, "172.18.0.3"],
    ["the options believe no header that the peer sends", NETWORK, { "x-forwarded-host": "a" }, "172.18.0.3"],
    ["the peer has vanished", NETWORK, FOR, undefined],
    ["another issue is there", { ...NETWORK, xHost: 1 }, FOR, "10.0.0.1"],
  ])("describes nothing if %s", (_case, options, headers, peer) => {
    expect(describeRequest(options, headers, peer)).toBeUndefined();
  });
});
