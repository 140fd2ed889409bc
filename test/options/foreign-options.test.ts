import { describe, expect, it } from "vitest";

import { findEquivalent } from "../../src/options/foreign-options.js";
import { messageOf } from "./message-of.js";

describe("findEquivalent", () => {
  it.each<[string, unknown, string]>([
    ["trustProxy", 1, 'the number is xFor and xProto here: { trustedPeers: "loopback", xFor: 1, xProto: 1 }'],
    ["trust proxy", 2, "xFor: 2, xProto: 2"],
    ["trustedProxy", 2, "with the address of your nearest proxy as trustedPeers"],
    ["proxy", 1, "the number is xFor and xProto here"],
    ["clientIpHeader", "x-real-ip", "a list of addresses is headerNames.for"],
    ["ip_header", "x-real-ip", "a list of addresses is headerNames.for"],
    ["trust_proxy", true, "count your proxies in place of it"],
    ["trustProxy", false, "leave it out; { xFor: 0, xProto: 0 } believes no header"],
    ["trustProxy", "loopback, uniquelocal", "the list is trustedProxies here"],
    ["trustProxy", ["loopback"], "the list is trustedProxies here"],
    ["trustProxy", () => true, "the function is trustedProxies here"],
    ["proxy", true, "count your proxies in place of it"],
    ["maxIpsCount", 2, "Koa's limit is a count here: { xFor: 2 }"],
    ["maxIpsCount", "2", "Koa's limit is a count here: { xFor: 1 }"],
    ["proxyIpHeader", "X-Real-IP", "a header with one address is clientAddressHeader here"],
    ["prefix", "/app", "is believed by xPrefix: 1; leave prefix out"],
    ["logLevel", "warn", "it belongs to the plugin's routes, and proxyFix has none; leave it out"],
    ["logSerializers", {}, "it belongs to the plugin's routes"],
    ["rewrite", () => 0, "it belongs to rewriteHeaders, which is applied before proxyFix"],
    ["rewriteUrl", () => 0, "it belongs to Fastify({ rewriteUrl: rewriteUrl({ … }) })"],
    ["subdomainOffset", 3, "it belongs to Express and Koa, which still read their own; leave it out"],
    ["socket", true, "there is none: proxyfix/node, proxyfix/express and proxyfix/koa have it"],
    ["socket", true, "for hapi to proxyFixServer(server.listener, { … })"],
    ["socket", true, "for Fastify pass socket to proxyFixServer(app.server, { … }) from proxyfix/node"],
    ["keepHeaders", ["x-real-ip"], "it belongs to adapters, which write headers; leave it out"],
    ["forwardedHeaders", "keep", "it belongs to adapters, which write headers; leave it out"],
    ["shadow", {}, "it belongs to adapters, which report its differences; leave it out"],
    ["warnings", false, "it belongs to adapters, which emit warnings; leave it out"],
  ])("finds for %s: %o the remedy: %s", (key, value, remedy) => {
    expect(findEquivalent(key, value)).toContain(remedy);
    expect(messageOf({ [key]: value })).toContain(`\`${key}\` is not an option here; `);
  });

  it.each(["banana", "xFor", "constructor", "__proto__", ""])("finds nothing for %j", (key) => {
    expect(findEquivalent(key, 1)).toBeUndefined();
  });

  it("leads from trustProxy: 1 to options that are accepted", () => {
    expect(messageOf({ trustedPeers: "loopback", xFor: 1, xProto: 1 })).toBe("no error");
  });
});
