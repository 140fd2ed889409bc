import { describe, expect, it } from "vitest";

import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import type { Original } from "../../src/headers/adapter-resolution.js";
import { compileAdapter, readResolution } from "../../src/headers/compile-adapter.js";

describe("the watch over peers", () => {
  it.each<AdapterOptions>([
    { trustedPeers: "loopback" },
    { trustedPeers: () => true },
    { trustedProxies: "10.0.0.0/8" },
    { xFor: 0, xProto: 0 },
    { warnings: false },
  ])("does not exist for %o, so that a request costs nothing", (options) => {
    expect(compileAdapter(options).peerWatch).toBeUndefined();
  });

  it.each<AdapterOptions>([
    {},
    { xFor: 0 },
    { forwarded: 1 },
    { clientAddressHeader: "x-real-ip", xProto: 0 },
    { xFor: 0, xProto: 0, xPrefix: 1 },
  ])("exists for %o, which believes anyone", (options) => {
    expect(compileAdapter(options).peerWatch).toBeDefined();
  });

  it.each<[AdapterOptions, Readonly<Record<string, string>>, boolean]>([
    [{}, { "x-forwarded-for": "203.0.113.7" }, true],
    [{}, { "x-forwarded-proto": "https" }, true],
    [{ xHost: 1 }, { "x-forwarded-host": "shop.example" }, true],
    [{ xPort: 1 }, { "x-forwarded-port": "8443" }, true],
    [{ xPrefix: 1 }, { "x-forwarded-prefix": "/a" }, true],
    [{ forwarded: 1 }, { forwarded: "for=203.0.113.7" }, true],
    [{ clientAddressHeader: "x-real-ip" }, { "x-real-ip": "203.0.113.7" }, true],
    [{}, { "x-forwarded-host": "shop.example" }, false],
    [{}, { "x-forwarded-for": "nonsense" }, false],
    [{ xFor: 2 }, { "x-forwarded-for": "203.0.113.7" }, false],
    [{}, {}, false],
  ])("finds for %o and %o whether a header is believed: %s", (options, headers, expected) => {
    const adapter = compileAdapter(options);
    const facts = { headers: { host: "app", ...headers }, peerAddress: "10.0.0.1" };
    const resolution = readResolution(adapter.resolve(facts, {} as Original));
    expect(adapter.peerWatch?.hasBelieved(resolution)).toBe(expected);
  });

  it.each<[Readonly<Record<string, string>>, boolean]>([
    [{ "x-forwarded-for": "nonsense" }, true],
    [{ "x-forwarded-server": "a", via: "1.1 proxy" }, true],
    [{ forwarded: "" }, true],
    [{ "cf-connecting-ip": "203.0.113.7" }, true],
    [{ host: "app", "user-agent": "probe", accept: "*/*" }, false],
  ])("finds whether the headers %o have a sign of a proxy: %s", (headers, expected) => {
    expect(compileAdapter({}).peerWatch?.hasSign(headers)).toBe(expected);
  });

  it("finds peers of the public internet", () => {
    const watch = compileAdapter({}).peerWatch;
    expect(["::ffff:198.51.100.7", "10.0.0.1", undefined].map((peer) => watch?.findPublic(peer))).toEqual([
      "198.51.100.7",
      undefined,
      undefined,
    ]);
  });
});
