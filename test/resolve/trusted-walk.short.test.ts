import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { both, expectResolution, listReasons } from "../reference/both.js";
import { PEER, type HeaderFields } from "./request.js";

const NETS = { trustedProxies: ["10.0.0.0/8", "192.0.2.0/24"] };

describe.each(both)("a walk that trusts every entry (R3), resolved by %s,", (_by, resolve) => {
  const run = (headers: HeaderFields, options: ProxyFixOptions) =>
    expectResolution(resolve({ headers: { host: "app", ...headers }, peerAddress: PEER }, { ...NETS, ...options }));

  it("counts no more proxies than spoke: a client inside the network", () => {
    const headers = { "x-forwarded-for": "10.0.0.9", "x-forwarded-proto": "https", "x-forwarded-host": "a.test" };
    expect(run(headers, { xProto: 2, xHost: 2 })).toMatchObject({
      clientAddress: "10.0.0.9",
      proto: "https",
      host: "a.test",
      issues: [],
    });
  });

  it.each<[chain: string | undefined, hosts: string, host: string | undefined, issues: string[]]>([
    ["10.0.0.9", "c.test, b.test, a.test", "a.test", []],
    ["10.0.0.9, 10.0.0.8", "c.test, b.test, a.test", "b.test", []],
    ["10.0.0.9, 10.0.0.8", "a.test", "app", ["x-forwarded-host short-chain"]],
    ["10.0.0.9, 10.0.0.8, 10.0.0.7", "c.test, b.test, a.test", "c.test", []],
    // The client is no proxy: the list does not end before the walk does.
    ["1.2.3.4", "c.test, b.test, a.test", "a.test", []],
    ["1.2.3.4, 10.0.0.8", "c.test, b.test, a.test", "b.test", []],
    ["1.2.3.4, 10.0.0.8", "a.test", "app", ["x-forwarded-host short-chain"]],
    ["6.6.6.6, 1.2.3.4, 10.0.0.8", "c.test, b.test, a.test", "b.test", []],
    // A missing header, and one entry that is empty or invalid.
    [undefined, "c.test, b.test, a.test", "a.test", ["x-forwarded-for absent"]],
    ["", "c.test, b.test, a.test", "a.test", ["x-forwarded-for empty"]],
    ["unknown", "c.test, b.test, a.test", "a.test", ["x-forwarded-for invalid"]],
  ])("uses, for the chain %j and the hosts %j, the host %s", (chain, hosts, host, issues) => {
    const headers = { "x-forwarded-for": chain, "x-forwarded-host": hosts };
    const resolution = run(headers, { xProto: 0, xHost: 3 });
    expect([resolution.host, listReasons(resolution)]).toEqual([host, issues]);
  });

  it("bounds xProto, xPort and xPrefix too", () => {
    const headers = {
      "x-forwarded-for": "10.0.0.9",
      "x-forwarded-proto": "http, https",
      "x-forwarded-port": "1, 8443",
      "x-forwarded-prefix": "/b, /a",
    };
    expect(run(headers, { xProto: 2, xPort: 2, xPrefix: 2 })).toMatchObject({
      proto: "https",
      port: 8443,
      prefix: "/a",
      issues: [],
    });
  });

  it("is bounded by xFor, and by nothing if xFor is larger than the list", () => {
    const headers = { "x-forwarded-for": "10.0.0.9, 10.0.0.8", "x-forwarded-host": "c.test, b.test, a.test" };
    for (const [xFor, clientAddress, host] of [
      [1, "10.0.0.8", "b.test"],
      [2, "10.0.0.9", "b.test"],
      [3, "10.0.0.9", "b.test"],
      [0, PEER, "a.test"],
    ] as const) {
      expect(run(headers, { xFor, xProto: 0, xHost: 3 })).toMatchObject({ clientAddress, host });
    }
  });

  it("believes one Forwarded element and the other counts beside it", () => {
    const headers = { forwarded: "for=10.0.0.9;host=a.test;proto=https", "x-forwarded-port": "1, 8443" };
    expect(run(headers, { forwarded: Infinity, xPort: 2 })).toMatchObject({
      clientAddress: "10.0.0.9",
      proto: "https",
      host: "a.test:8443",
      issues: [],
    });
  });

  it("still finds the furthest trusted proxy by every entry, for a clientAddressHeader", () => {
    const headers = { "x-forwarded-for": "192.0.2.7", "cdn-client": "1.2.3.4", "x-forwarded-host": "b.test, a.test" };
    const clientAddressHeader = { name: "cdn-client", from: "192.0.2.0/24" };
    expect(run(headers, { xProto: 0, xHost: 2, clientAddressHeader })).toMatchObject({
      clientAddress: "1.2.3.4",
      addresses: ["1.2.3.4", "192.0.2.7"],
      host: "a.test",
      issues: [],
    });
  });
});

describe.each(both)("exact counts, resolved by %s,", (_by, resolve) => {
  it("do not depend on the length of X-Forwarded-For", () => {
    const headers = { "x-forwarded-for": "10.0.0.9", "x-forwarded-proto": "https, http" };
    const options = { xProto: 2, trustedPeers: "10.0.0.0/8" };
    expect(expectResolution(resolve({ headers, peerAddress: PEER }, options)).proto).toBe("https");
  });
});
