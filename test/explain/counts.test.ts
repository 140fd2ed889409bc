import { describe, expect, it } from "vitest";
import { explain, type Explanation } from "../../src/explain/index.js";
import type { ProxyFixOptions, RequestFacts } from "../../src/index.js";

function countsOf(headers: RequestFacts["headers"], options: ProxyFixOptions): Explanation["counts"] {
  return explain({ headers, peerAddress: "10.0.0.1" }, options).counts;
}

const FOR = "x-forwarded-for";

describe("the explained counts", () => {
  it("have a row for each value, for 0, and for the count of the options", () => {
    expect(countsOf({ [FOR]: "203.0.113.9" }, { xFor: 3, trustedPeers: "10.0.0.1" })).toEqual({
      xFor: [
        { count: 0, value: "10.0.0.1" },
        { count: 1, value: "203.0.113.9" },
        { count: 3, value: null, issue: "short-chain", chosen: true },
      ],
    });
  });

  it("have at most the rows 0 to 8, and that of the options", () => {
    const rows = countsOf({ [FOR]: Array(20).fill("192.0.2.1") }, { xFor: 15 }).xFor;
    expect(rows?.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 15]);
  });

  it("have no chosen row for the count Infinity of a walk, whose counts are bounds", () => {
    const headers = { [FOR]: "6.6.6.6, 203.0.113.9, 10.0.0.7" };
    expect(countsOf(headers, { trustedProxies: "10.0.0.0/8" }).xFor).toEqual([
      { count: 0, value: "10.0.0.1" },
      { count: 1, value: "10.0.0.7" },
      { count: 2, value: "203.0.113.9" },
      { count: 3, value: "203.0.113.9" },
    ]);
  });

  it("have the issue of a value that is not believed", () => {
    expect(countsOf({ "x-forwarded-proto": "gopher, https" }, {}).xProto).toEqual([
      { count: 0, value: "http" },
      { count: 1, value: "https", chosen: true },
      { count: 2, value: "http", issue: "invalid" },
    ]);
  });

  it("have an issue of a port even if another header contains one", () => {
    const headers = { "x-forwarded-port": "http", "x-forwarded-host": "a.test:8080" };
    expect(countsOf(headers, { xHost: 1 }).xPort).toEqual([
      { count: 0, value: 8080, chosen: true },
      { count: 1, value: 8080, issue: "invalid" },
    ]);
  });

  it("join as many prefixes as are counted", () => {
    expect(countsOf({ "x-forwarded-prefix": "/a, /b" }, { xPrefix: 1 }).xPrefix).toEqual([
      { count: 0, value: "" },
      { count: 1, value: "/b", chosen: true },
      { count: 2, value: "/a/b" },
    ]);
  });

  it("begin at 1 with Forwarded, and have no row for the headers that it replaces", () => {
    const headers = { forwarded: 'for="6.6.6.6, for=203.0.113.9;proto=gopher', [FOR]: "6.6.6.6" };
    expect(countsOf(headers, { forwarded: 1 })).toEqual({
      forwarded: [
        { count: 1, value: "203.0.113.9", chosen: true },
        { count: 2, value: null, issue: "invalid" },
      ],
    });
  });

  it("have none for X-Forwarded-For if a clientAddressHeader replaces it", () => {
    const headers = { [FOR]: "6.6.6.6", "x-real-ip": "203.0.113.9" };
    expect(countsOf(headers, { clientAddressHeader: "x-real-ip" })).toEqual({});
  });

  it("have no issue beside a walk if the list helps in place of the clientAddressHeader", () => {
    const clientAddressHeader = { name: "x-real-ip", from: "10.0.0.1" };
    const options = { trustedProxies: "10.0.0.1", clientAddressHeader, xFor: 1 };
    expect(countsOf({ [FOR]: "203.0.113.9" }, options).xFor?.at(1)).toEqual({
      count: 1,
      value: "203.0.113.9",
      chosen: true,
    });
    expect(countsOf({ [FOR]: "203.0.113.9", "x-real-ip": "a" }, options).xFor).toEqual([
      { count: 0, value: null, issue: "invalid" },
      { count: 1, value: null, issue: "invalid", chosen: true },
    ]);
  });

  it("are empty if the peer is not trusted", () => {
    expect(countsOf({ [FOR]: "203.0.113.9" }, { trustedPeers: "10.0.0.9" })).toEqual({});
  });
});
