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

describe("expectedValue", () => {
  it.each<[string, HeaderRole, string | undefined, ProxyFixOptions, HeaderFields]>([
    ["Host is the believed host", "authority", "example.com", { xHost: 1 }, all],
    ["Host is the host of the connection if no other is believed", "authority", "app", {}, all],
    [":scheme is the believed proto", "scheme", "https", {}, all],
    ["a header with the role delete is deleted", "delete", undefined, believing, all],
    ["X-Forwarded-For is the believed part of the chain", "for", "203.0.113.7, 10.0.0.2", believing, all],
    ["X-Forwarded-For is the client alone if one hop is believed", "for", "10.0.0.2", {}, all],
    ["X-Forwarded-For is deleted if it is too short", "for", undefined, { xFor: 4 }, all],
    ["X-Forwarded-For is deleted if the peer is not trusted", "for", undefined, { trustedPeers: "192.0.2.1" }, all],
    ["the clientAddressHeader is the client's address", "single", "203.0.113.8", { clientAddressHeader: "x-real-ip" }, all], // prettier-ignore
    ["the clientAddressHeader is deleted if it is invalid", "single", undefined, { clientAddressHeader: "x-real-ip" }, { "x-real-ip": "unknown" }], // prettier-ignore
    ["X-Forwarded-Proto is the canonical proto", "proto", "https", {}, all],
    ["X-Forwarded-Proto is deleted if it is invalid", "proto", undefined, {}, { ...all, "x-forwarded-proto": "ftp" }],
    ["Front-End-Https is on or off if it is the renamed X-Forwarded-Proto", "proto", "on", { headerNames: { proto: "front-end-https" } }, { "front-end-https": "ON" }], // prettier-ignore
    ["Front-End-Https is off if that is believed", "proto", "off", { headerNames: { proto: "front-end-https" } }, { "front-end-https": "Off" }], // prettier-ignore
    ["X-Forwarded-Host is the canonical host, with the believed port", "host", "example.com:8443", believing, all],
    ["X-Forwarded-Host is deleted if its count is 0", "host", undefined, {}, all],
    ["X-Forwarded-Port is the canonical port", "port", "8443", believing, all],
    ["X-Forwarded-Port is deleted if its count is 0", "port", undefined, { xHost: 1 }, all],
    ["X-Forwarded-Prefix is the canonical prefix", "prefix", "/shop", believing, all],
    ["X-Forwarded-Prefix is deleted if it is empty", "prefix", undefined, believing, { ...all, "x-forwarded-prefix": "/" }], // prettier-ignore
    ["X-Forwarded-Prefix is deleted if its count is 0", "prefix", undefined, {}, all],
    ["Forwarded is the believed element", "forwarded", "for=203.0.113.7", { forwarded: 1 }, { forwarded: "for=6.6.6.6, for=203.0.113.7" }], // prettier-ignore
  ])("%s", (_title, role, expected, options, headers) => {
    const compiled = compileOptions(options);
    const resolution = resolveRequest(compiled, { peerAddress: "10.0.0.1", headers });
    expect(expectedValue(compiled, resolution, role)).toBe(expected);
  });

  it("X-Forwarded-For is the clientAddressHeader's client, then the proxies crossed", () => {
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
