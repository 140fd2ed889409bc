import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { FOR, of, PEER, reasons, type HeaderRecord } from "./request.js";

describe("headers that are not there (R1)", () => {
  it.each<[string, HeaderRecord]>([
    ["an empty array", { "x-forwarded-for": [] }],
    ["undefined", { "x-forwarded-for": undefined }],
    ["another spelling", { "X-Forwarded-For": "1.2.3.4" }],
    ["an underscore for a dash", { x_forwarded_for: "1.2.3.4" }],
  ])("%s is a missing header", (_, headers) => {
    expect(reasons(headers, FOR)).toEqual(["x-forwarded-for absent"]);
    expect(of(headers, FOR).clientAddress).toBe(PEER);
  });

  it("are not what an object inherits", () => {
    const options: ProxyFixOptions = { clientAddressHeader: "constructor", xProto: 0 };
    expect(reasons({}, options)).toEqual(["constructor absent"]);
    expect(reasons({}, { clientAddressHeader: "__proto__", xProto: 0 })).toEqual(["__proto__ absent"]);
  });
});

describe("exact counts (R2)", () => {
  it("leave the connection's facts where a header is missing or too short", () => {
    const all = { xFor: 2, xProto: 2, xHost: 2, xPort: 2, xPrefix: 2 };
    const short = {
      host: "app",
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "a.test",
      "x-forwarded-port": "99",
      "x-forwarded-prefix": "/x",
    };
    for (const [headers, reason] of [
      [{ host: "app" }, "absent"],
      [short, "short-chain"],
    ] as const) {
      const resolution = of(headers, all, { peerPort: 7 });
      expect(resolution).toMatchObject({
        clientAddress: PEER,
        clientPort: 7,
        proto: "http",
        host: "app",
        port: 80,
        prefix: "",
      });
      expect(resolution.issues).toEqual(
        ["for", "proto", "host", "port", "prefix"].map((fact) => ({ header: `x-forwarded-${fact}`, reason })),
      );
    }
  });

  it("make address and host undefined where the believed value is empty or invalid", () => {
    for (const [value, reason] of [
      ["", "empty"],
      ["@", "invalid"],
    ] as const) {
      const headers = {
        host: "app:81",
        "x-forwarded-for": value,
        "x-forwarded-host": value,
        "x-forwarded-proto": value,
      };
      const resolution = of(headers, { xHost: 1 }, { peerPort: 7 });
      expect(resolution).toMatchObject({
        clientAddress: undefined,
        clientPort: undefined,
        addresses: [],
        proto: "http",
        host: undefined,
        hostname: undefined,
        port: 80,
        origin: undefined,
      });
      expect(resolution.issues.map((issue) => issue.reason)).toEqual([reason, reason, reason]);
    }
  });

  it("believe nothing of an untrusted peer, header or not", () => {
    const headers = {
      host: "app",
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-proto": "https",
      forwarded: "for=5.6.7.8",
    };
    for (const options of [
      { trustedPeers: "loopback" },
      { trustedProxies: "loopback" },
      { trustedPeers: "loopback", forwarded: 1 },
    ]) {
      expect(reasons(headers, options)).toEqual(["- untrusted-peer"]);
      expect(of(headers, options)).toMatchObject({ clientAddress: PEER, proto: "http", host: "app" });
    }
    expect(reasons({}, { trustedPeers: "loopback" })).toEqual(["- untrusted-peer"]);
    expect(reasons({ host: "@" }, { trustedPeers: "loopback" })).toEqual(["- untrusted-peer", "host invalid"]);
  });

  const vouched = { ...FOR, trustedPeers: PEER };

  it("know no address where a vouched proxy's list is short", () => {
    expect(of({ "x-forwarded-for": "1.2.3.4" }, { ...vouched, xFor: 2 }).clientAddress).toBeUndefined();
    expect(of({ "x-forwarded-for": "1.2.3.4" }, { xFor: 2 }).clientAddress).toBe(PEER);
  });

  it.each<[string, HeaderRecord, ProxyFixOptions, string | undefined]>([
    ["no other header", {}, vouched, PEER],
    ["an unrelated header", { "x-real-ip": "6.6.6.6" }, vouched, PEER],
    ["an empty array", { "x-forwarded-host": [] }, vouched, PEER],
    ["x-forwarded-host", { "x-forwarded-host": "a" }, vouched, undefined],
    ["an empty x-forwarded-port", { "x-forwarded-port": "" }, vouched, undefined],
    ["forwarded", { forwarded: "for=1.2.3.4" }, vouched, undefined],
    ["the renamed header", { "x-p": "http" }, { ...vouched, headerNames: { proto: "x-p" } }, undefined],
    [
      "the standard one of a renamed header",
      { "x-forwarded-proto": "http" },
      { ...vouched, headerNames: { proto: "x-p" } },
      undefined,
    ],
    ["without trust", { "x-forwarded-host": "a" }, FOR, PEER],
    ["beside trustedProxies", { "x-forwarded-host": "a" }, { ...FOR, trustedProxies: PEER }, undefined],
  ])("with %s and no X-Forwarded-For: %s", (_, headers, options, address) => {
    expect(of(headers, options).clientAddress).toBe(address);
    expect(reasons(headers, options)).toEqual(["x-forwarded-for absent"]);
  });

  it.each<[string, string | undefined, string[]]>([
    ["1.2.3.4", "1.2.3.4", []],
    [" [2001:db8::1]:99 ", "2001:db8::1", []],
    ["1.2.3.4, 5.6.7.8", undefined, ["x-real-ip duplicate"]],
    [",", undefined, ["x-real-ip duplicate"]],
    [" ", undefined, ["x-real-ip empty"]],
    ["unknown", undefined, ["x-real-ip invalid"]],
  ])("take the client from a header of its own: %j is %s", (value, address, issues) => {
    const options = { clientAddressHeader: "X-Real-IP", xProto: 0 };
    const headers = { "x-real-ip": value, "x-forwarded-for": "6.6.6.6" };
    expect(of(headers, options).clientAddress).toBe(address);
    expect(of(headers, options).addresses).toEqual(address === undefined ? [] : [address]);
    expect(reasons(headers, options)).toEqual(issues);
  });

  it("miss the header of its own like X-Forwarded-For", () => {
    const options: ProxyFixOptions = { clientAddressHeader: "x-real-ip", xProto: 0 };
    expect([of({}, options).clientAddress, reasons({}, options)]).toEqual([PEER, ["x-real-ip absent"]]);
    const both = { "x-forwarded-for": "1.2.3.4" };
    expect(of(both, options).clientAddress).toBe(PEER);
    expect(of(both, { ...options, trustedPeers: PEER }).clientAddress).toBeUndefined();
    expect(of({}, { ...options, trustedPeers: PEER }).clientAddress).toBe(PEER);
    expect(of({ "x-real-ip": "" }, { ...FOR, trustedPeers: PEER }).clientAddress).toBe(PEER);
  });
});
