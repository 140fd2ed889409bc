import { describe, expect, it } from "vitest";

import type { ProxyFixOptions, RequestFacts } from "../../src/index.js";
import { FOR, listIssues, NONE, resolveHeaders, type HeaderFields } from "./request.js";

// docs/reference/rules.md#r3-trusted-proxies
describe("the client, by a clientAddressHeader that certain proxies write (R3)", () => {
  const cdn = {
    trustedProxies: ["10.0.0.0/8", "192.0.2.0/24"],
    xProto: 0,
    clientAddressHeader: { name: "cdn-client", from: "192.0.2.0/24" },
  };
  const nearest = { peerAddress: "192.0.2.9" };
  const many = Array.from({ length: 20 }, (_, at) => `192.0.2.${at + 1}`);

  it.each<[HeaderFields, ProxyFixOptions, Partial<RequestFacts>, readonly string[], readonly string[]]>([
    [{ "x-forwarded-for": "9.9.9.9, 192.0.2.7, 10.0.0.2", "cdn-client": "1.2.3.4" }, {}, {}, ["1.2.3.4", "192.0.2.7", "10.0.0.2"], []], // prettier-ignore
    [{ "x-forwarded-for": "192.0.2.7", "cdn-client": "1.2.3.4" }, {}, {}, ["1.2.3.4", "192.0.2.7"], []],
    [{ "x-forwarded-for": `${" ".repeat(200)}192.0.2.7`, "cdn-client": "1.2.3.4" }, {}, {}, ["1.2.3.4", "192.0.2.7"], []], // prettier-ignore
    [{ "x-forwarded-for": many.join(", "), "cdn-client": "1.2.3.4" }, {}, {}, ["1.2.3.4", ...many], []],
    [{ "x-forwarded-for": "9.9.9.9, 10.0.0.2", "cdn-client": "1.2.3.4" }, {}, {}, ["9.9.9.9", "10.0.0.2"], []],
    [{ "x-forwarded-for": "9.9.9.9, 192.0.2.7" }, {}, {}, ["9.9.9.9", "192.0.2.7"], ["cdn-client absent"]],
    [{ "x-forwarded-for": "9.9.9.9", "cdn-client": "1.2.3.4" }, {}, nearest, ["1.2.3.4"], []],
    [{ "x-forwarded-for": "9.9.9.9", "cdn-client": "1.2.3.4" }, { xFor: 0 }, nearest, ["1.2.3.4"], []],
    [{ "cdn-client": "1.2.3.4" }, {}, nearest, ["1.2.3.4"], []],
    [{ "cdn-client": "1.2.3.4" }, {}, {}, [], ["x-forwarded-for absent"]],
  ])("is, with its proxies, for %o, the options %o and %o: %j", (headers, options, more, addresses, issues) => {
    const all = { ...cdn, ...options };
    expect([resolveHeaders(headers, all, more).addresses, listIssues(headers, all, more)]).toEqual([addresses, issues]);
  });
});

// docs/reference/rules.md#r2-counts
describe("the client, by an exact count (R2)", () => {
  it.each<[string, number, string[]]>([
    ["", 1, ["x-forwarded-for empty"]],
    [",1.2.3.4", 2, ["x-forwarded-for empty"]],
    ["1.2.3.4", 2, ["x-forwarded-for short-chain"]],
    ["1.2.3.4", 1, []],
  ])("has for %j, counted to %i, the issues %j", (text, xFor, issues) => {
    expect(listIssues({ "x-forwarded-for": text }, { ...FOR, xFor })).toEqual(issues);
  });

  it("is undefined, with its port, if the peer has no address", () => {
    for (const peerAddress of [null as unknown as undefined, "unix"]) {
      const { clientAddress, clientPort } = resolveHeaders({}, NONE, { peerAddress, peerPort: 7 });
      expect([clientAddress, clientPort]).toEqual([undefined, undefined]);
    }
  });
});
