import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { FOR, listIssues, NONE, PEER, resolveHeaders, type HeaderFields } from "./request.js";

describe("the client, if X-Forwarded-For is missing (R1)", () => {
  it.each<[string, HeaderFields]>([
    ["an empty array as its value", { "x-forwarded-for": [] }],
    ["undefined as its value", { "x-forwarded-for": undefined }],
    ["a name in upper case", { "X-Forwarded-For": "1.2.3.4" }],
    ["a name with underscores", { x_forwarded_for: "1.2.3.4" }],
  ])("is the peer, with an issue: %s", (_kind, headers) => {
    expect(listIssues(headers, FOR)).toEqual(["x-forwarded-for absent"]);
    expect(resolveHeaders(headers, FOR).clientAddress).toBe(PEER);
  });

  it("is not read from a property that the headers inherit", () => {
    const options: ProxyFixOptions = { clientAddressHeader: "constructor", xProto: 0 };
    expect(listIssues({}, options)).toEqual(["constructor absent"]);
    expect(listIssues({}, { clientAddressHeader: "__proto__", xProto: 0 })).toEqual(["__proto__ absent"]);
  });
});

describe("the client, by X-Forwarded-For (R2)", () => {
  it.each<[string, ProxyFixOptions, string | undefined, number | undefined, readonly string[]]>([
    ["1.2.3.4", FOR, "1.2.3.4", undefined, ["1.2.3.4"]],
    ["6.6.6.6, 1.2.3.4", FOR, "1.2.3.4", undefined, ["1.2.3.4"]],
    ["6.6.6.6, 1.2.3.4 , 10.0.0.9", { ...FOR, xFor: 2 }, "1.2.3.4", undefined, ["1.2.3.4", "10.0.0.9"]],
    ["6.6.6.6, [2001:DB8::1]:99, unknown", { ...FOR, xFor: 2 }, "2001:db8::1", 99, ["2001:db8::1"]],
    ["1.2.3.4:4711", FOR, "1.2.3.4", 4711, ["1.2.3.4"]],
    ["unknown, 1.2.3.4", { ...FOR, xFor: 2 }, undefined, undefined, []],
    ["1.2.3.4", NONE, PEER, 7, []],
  ])("of %j with %o is %s, port %s, addresses %j", (text, options, address, port, addresses) => {
    const resolution = resolveHeaders({ "x-forwarded-for": text }, options, { peerPort: 7 });
    expect([resolution.clientAddress, resolution.clientPort, resolution.addresses]).toEqual([address, port, addresses]);
  });
});

describe("the client, if the options trust the peer (R2)", () => {
  const vouched = { ...FOR, trustedPeers: PEER };

  it("is undefined if a trusted peer sends too short a list, and the peer if any peer is believed", () => {
    expect(resolveHeaders({ "x-forwarded-for": "1.2.3.4" }, { ...vouched, xFor: 2 }).clientAddress).toBeUndefined();
    expect(resolveHeaders({ "x-forwarded-for": "1.2.3.4" }, { xFor: 2 }).clientAddress).toBe(PEER);
  });

  it.each<[string, HeaderFields, ProxyFixOptions, string | undefined]>([
    ["without any other header", {}, vouched, PEER],
    ["with an unrelated header", { "x-request-id": "6.6.6.6" }, vouched, PEER],
    ["with an empty array as another header", { "x-forwarded-host": [] }, vouched, PEER],
    ["with x-forwarded-host", { "x-forwarded-host": "a" }, vouched, undefined],
    ["with an empty x-forwarded-port", { "x-forwarded-port": "" }, vouched, undefined],
    ["with forwarded", { forwarded: "for=1.2.3.4" }, vouched, undefined],
    ["with the renamed proto header", { "x-p": "http" }, { ...vouched, headerNames: { proto: "x-p" } }, undefined],
    [
      "with the well-known header that another replaces",
      { "x-forwarded-proto": "http" },
      { ...vouched, headerNames: { proto: "x-p" } },
      undefined,
    ],
    ["with x-forwarded-host from a peer that no option names", { "x-forwarded-host": "a" }, FOR, PEER],
    [
      "with x-forwarded-host from a trusted proxy",
      { "x-forwarded-host": "a" },
      { ...FOR, trustedProxies: PEER },
      undefined,
    ],
  ])("is, %s but without X-Forwarded-For: %s", (_kind, headers, options, address) => {
    expect(resolveHeaders(headers, options).clientAddress).toBe(address);
    expect(listIssues(headers, options)).toEqual(["x-forwarded-for absent"]);
  });
});

describe("the client, by the clientAddressHeader (R2)", () => {
  it.each<[string, string | undefined, string[]]>([
    ["1.2.3.4", "1.2.3.4", []],
    [" [2001:db8::1]:99 ", "2001:db8::1", []],
    ["1.2.3.4, 5.6.7.8", undefined, ["x-real-ip duplicate"]],
    [",", undefined, ["x-real-ip duplicate"]],
    [" ", undefined, ["x-real-ip empty"]],
    ["unknown", undefined, ["x-real-ip invalid"]],
  ])("is, if the clientAddressHeader contains %j: %s", (value, address, issues) => {
    const options = { clientAddressHeader: "X-Real-IP", xProto: 0 };
    const headers = { "x-real-ip": value, "x-forwarded-for": "6.6.6.6" };
    expect(resolveHeaders(headers, options).clientAddress).toBe(address);
    expect(resolveHeaders(headers, options).addresses).toEqual(address === undefined ? [] : [address]);
    expect(listIssues(headers, options)).toEqual(issues);
  });

  it("is the peer, or undefined if another header shows a trusted proxy at work, if the clientAddressHeader is missing", () => {
    const options: ProxyFixOptions = { clientAddressHeader: "x-real-ip", xProto: 0 };
    expect([resolveHeaders({}, options).clientAddress, listIssues({}, options)]).toEqual([PEER, ["x-real-ip absent"]]);
    const both = { "x-forwarded-for": "1.2.3.4" };
    expect(resolveHeaders(both, options).clientAddress).toBe(PEER);
    expect(resolveHeaders(both, { ...options, trustedPeers: PEER }).clientAddress).toBeUndefined();
    expect(resolveHeaders({}, { ...options, trustedPeers: PEER }).clientAddress).toBe(PEER);
    expect(resolveHeaders({ "x-real-ip": "" }, { ...FOR, trustedPeers: PEER }).clientAddress).toBeUndefined();
  });
});
