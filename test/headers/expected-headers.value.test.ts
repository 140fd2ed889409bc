import { describe, expect, it } from "vitest";

import { expectedValue } from "../../src/headers/expected-headers.js";
import type { HeaderRole } from "../../src/headers/header-policy.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import { compileOptions } from "../../src/options/compile-options.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import { resolveRequest } from "../../src/resolve/resolver.js";

const all = {
  host: "app",
  "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.2",
  "x-forwarded-proto": "HTTPS",
  "x-forwarded-host": "example.com:443",
  "x-forwarded-port": "08443",
  "x-forwarded-prefix": "/shop/",
  "x-real-ip": "203.0.113.8",
};
const believing = { xFor: 2, xHost: 1, xPort: 1, xPrefix: 1 };

describe("the expected value of a header", () => {
  it.each<[string, HeaderRole, string | undefined, ProxyFixOptions, HeaderFields]>([
    ["is the believed host for authority", "authority", "example.com", { xHost: 1 }, all],
    ["is the host of the connection for authority if no other is believed", "authority", "app", {}, all],
    ["is the believed proto for scheme", "scheme", "https", {}, all],
    ["is undefined for delete", "delete", undefined, believing, all],
    ["is the believed part of the chain for for", "for", "203.0.113.7, 10.0.0.2", believing, all],
    ["is the client alone for for if one hop is believed", "for", "10.0.0.2", {}, all],
    ["is undefined for for if the header is too short", "for", undefined, { xFor: 4 }, all],
    ["is undefined for for if the peer is not trusted", "for", undefined, { trustedPeers: "192.0.2.1" }, all],
    ["is the client's address for single", "single", "203.0.113.8", { clientAddressHeader: "x-real-ip" }, all],
    ["is undefined for single if the header is invalid", "single", undefined, { clientAddressHeader: "x-real-ip" }, { "x-real-ip": "unknown" }], // prettier-ignore
    ["is the canonical proto for proto", "proto", "https", {}, all],
    ["is undefined for proto if the header is invalid", "proto", undefined, {}, { ...all, "x-forwarded-proto": "ftp" }],
    ["is on or off for proto if the header contains these", "proto", "on", { headerNames: { proto: "front-end-https" } }, { "front-end-https": "ON" }], // prettier-ignore
    ["is the canonical host for host, with the believed port", "host", "example.com:8443", believing, all],
    ["is undefined for host if its count is 0", "host", undefined, {}, all],
    ["is the canonical port for port", "port", "8443", believing, all],
    ["is undefined for port if its count is 0", "port", undefined, { xHost: 1 }, all],
    ["is the canonical prefix for prefix", "prefix", "/shop", believing, all],
    ["is undefined for prefix if it is empty", "prefix", undefined, believing, { ...all, "x-forwarded-prefix": "/" }],
    ["is undefined for prefix if its count is 0", "prefix", undefined, {}, all],
    ["is the believed element for forwarded", "forwarded", "for=203.0.113.7", { forwarded: 1 }, { forwarded: "for=6.6.6.6, for=203.0.113.7" }], // prettier-ignore
  ])("%s", (_title, role, expected, options, headers) => {
    const compiled = compileOptions(options);
    const resolution = resolveRequest(compiled, { peerAddress: "10.0.0.1", headers });
    expect(expectedValue(compiled, resolution, role)).toBe(expected);
  });

  it("is the client and the proxies crossed for for if a clientAddressHeader names the client behind them", () => {
    const compiled = compileOptions({
      trustedProxies: "10.0.0.0/8",
      clientAddressHeader: { name: "x-real-ip", from: "10.0.0.2" },
    });
    const headers = { "x-forwarded-for": "6.6.6.6, 10.0.0.2", "x-real-ip": "203.0.113.8" };
    const resolution = resolveRequest(compiled, { peerAddress: "10.0.0.1", headers });
    expect(expectedValue(compiled, resolution, "for")).toBe("203.0.113.8, 10.0.0.2");
    expect(expectedValue(compiled, resolution, "single")).toBe("203.0.113.8");
  });
});
