import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { FOR, listIssues, resolveHeaders, type HeaderFields } from "./request.js";

/** Resolves the client, its chain and the issues. */
function readClient(headers: HeaderFields, options: ProxyFixOptions): unknown[] {
  const { clientAddress, addresses } = resolveHeaders(headers, options);
  return [clientAddress, addresses, listIssues(headers, options)];
}

// docs/reference/rules.md#r3-trusted-proxies
describe("the walk over trusted proxies (R3)", () => {
  it.each<[string, string | undefined, string[], string[]]>([
    ['for=9.9.9.9, for="[::ffff:192.0.2.7]:80", for=10.0.0.2', "9.9.9.9", ["9.9.9.9", "192.0.2.7", "10.0.0.2"], []],
    ["for=9.9.9.9, x, for=10.0.0.2", undefined, [], ["forwarded invalid"]],
    ["for=9.9.9.9, proto=http, for=10.0.0.2", undefined, [], ["forwarded unidentified"]],
    ['for=9.9.9.9", for=10.0.0.2', undefined, [], ["forwarded invalid"]],
    ["for=10.0.0.3, for=10.0.0.2", "10.0.0.3", ["10.0.0.3", "10.0.0.2"], []],
  ])("finds in Forwarded: %s the client %s", (forwarded, address, addresses, issues) => {
    const options = { trustedProxies: ["10.0.0.0/8", "192.0.2.0/24"], forwarded: Infinity };
    expect(readClient({ forwarded }, options)).toEqual([address, addresses, issues]);
  });

  it.each<[string, string | undefined, string[]]>([
    ["203.0.113.7:1, 2001:db8::7:2", "203.0.113.7", []],
    ["203.0.113.7:1, 10.0.0.2:2", "203.0.113.7", []],
    ["203.0.113.7:1, 10.0.0.2", undefined, ["cloudfront-viewer-address invalid"]],
  ])("splits each entry of CloudFront-Viewer-Address: %s at its last colon", (text, address, issues) => {
    const options = {
      ...{ trustedProxies: ["10.0.0.1", "10.0.0.2", "2001:db8::7"], xProto: 0 },
      headerNames: { for: "cloudfront-viewer-address" },
    };
    const headers = { "cloudfront-viewer-address": text };
    expect([resolveHeaders(headers, options).clientAddress, listIssues(headers, options)]).toEqual([address, issues]);
  });

  it("ends at an entry without an address, also if the list contains IPv6 networks", () => {
    const options = { trustedProxies: ["10.0.0.0/8", "2001:db8::/32"], xProto: 0 };
    const headers = { "x-forwarded-for": "1.2.3.4, unknown, 10.0.0.2" };
    expect(readClient(headers, options)).toEqual([undefined, [], ["x-forwarded-for invalid"]]);
  });

  it("believes nothing of a peer outside the list", () => {
    const headers = { "x-forwarded-for": "1.2.3.4" };
    for (const options of [{ trustedProxies: "192.0.2.0/24" }, { trustedPeers: "192.0.2.0/24" }]) {
      expect(readClient(headers, options)).toEqual(["10.0.0.1", [], ["- untrusted-peer"]]);
    }
  });

  it("believes the trusted peer alone if the chain is missing", () => {
    const options = { trustedProxies: "10.0.0.0/8", xProto: 0, xPrefix: 2 };
    expect(resolveHeaders({ "x-forwarded-prefix": "/b, /a" }, options).prefix).toBe("/a");
  });
});

// docs/reference/rules.md#r2-counts
describe("an exact count (R2)", () => {
  it.each<[HeaderFields, ProxyFixOptions, string | undefined, string[], string[]]>([
    [{ "x-forwarded-for": "1.2.3.4" }, FOR, "1.2.3.4", ["1.2.3.4"], []],
    [{ "x-forwarded-for": "1.2.3.4, unknown" }, { ...FOR, xFor: 2 }, "1.2.3.4", ["1.2.3.4"], []],
    [{ "x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.0.0.2" }, { ...FOR, xFor: 2 }, "1.2.3.4", ["1.2.3.4", "10.0.0.2"], []],
    [{ "x-forwarded-for": "1.2.3.4" }, { ...FOR, xFor: 2 }, "10.0.0.1", [], ["x-forwarded-for short-chain"]],
    [{ forwarded: "for=1.2.3.4" }, { forwarded: 3 }, "10.0.0.1", [], ["forwarded short-chain"]],
    [{ forwarded: ';;,for="b' }, { forwarded: 2 }, undefined, [], ["forwarded invalid"]],
    [{ forwarded: ';;,for="b' }, { forwarded: 3 }, undefined, [], ["forwarded invalid"]],
  ])("finds in %o, with %o, the client %s", (headers, options, address, addresses, issues) => {
    expect(readClient(headers, options)).toEqual([address, addresses, issues]);
  });
});
