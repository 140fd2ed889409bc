import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { of, PEER, reasons, type HeaderRecord } from "./request.js";

describe("trusted proxies (R3)", () => {
  const nets = { trustedProxies: ["10.0.0.0/8", "192.0.2.0/24"] };
  const walk = (text: string, options: ProxyFixOptions = {}) =>
    of({ "x-forwarded-for": text }, { xProto: 0, ...nets, ...options });

  it.each<[string, ProxyFixOptions, string | undefined, string[]]>([
    ["1.2.3.4", {}, "1.2.3.4", ["1.2.3.4"]],
    ["6.6.6.6, 1.2.3.4, 10.0.0.2", {}, "1.2.3.4", ["1.2.3.4", "10.0.0.2"]],
    ["6.6.6.6, 1.2.3.4, 10.0.0.2", { xFor: 1 }, "10.0.0.2", ["10.0.0.2"]],
    ["6.6.6.6, 1.2.3.4, 10.0.0.2", { xFor: 5 }, "1.2.3.4", ["1.2.3.4", "10.0.0.2"]],
    ["10.0.0.3, 10.0.0.2", {}, "10.0.0.3", ["10.0.0.3", "10.0.0.2"]],
    ["10.0.0.2:80", {}, "10.0.0.2", ["10.0.0.2"]],
    ["1.2.3.4, unknown, 10.0.0.2", {}, undefined, []],
    ["1.2.3.4, , 10.0.0.2", {}, undefined, []],
    ["", {}, undefined, []],
    ["1.2.3.4, 10.0.0.3, 10.0.0.2", { xFor: 0, xHost: 3 }, PEER, []],
  ])("%j with %j: the client is %s", (text, options, address, addresses) => {
    expect([walk(text, options).clientAddress, walk(text, options).addresses]).toEqual([address, addresses]);
  });

  it("bound every other count by the proxies walked", () => {
    const headers = {
      host: "app",
      "x-forwarded-for": "1.2.3.4, 10.0.0.2",
      "x-forwarded-host": "evil.test, good.test, inner.test",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "1, 2, 3",
      "x-forwarded-prefix": "/evil, /good, /inner",
    };
    const options = { ...nets, xHost: 3, xProto: 1, xPort: 9, xPrefix: 1 };
    expect(of(headers, options)).toMatchObject({ host: "good.test:2", proto: "https", prefix: "/inner", issues: [] });
    expect(of({ ...headers, "x-forwarded-for": "1.2.3.4" }, options)).toMatchObject({ host: "inner.test:3" });
    expect(of({ ...headers, "x-forwarded-host": "x.test" }, options).host).toBe("app:2");
  });

  it("ask a function with the canonical address and the hop, as far as the counts go", () => {
    const calls: unknown[] = [];
    const trustedProxies = (...call: [string, number]): boolean => calls.push(call) > 0;
    walk("a, 1.1.1.1, ::ffff:10.0.0.3, 10.0.0.2:99", { trustedProxies, xFor: 3 });
    expect(calls).toEqual([
      [PEER, 0],
      ["10.0.0.2", 1],
      ["10.0.0.3", 2],
    ]);
    calls.length = 0;
    walk("1.1.1.1, 10.0.0.2", { trustedProxies });
    expect(calls).toEqual([[PEER, 0]]);
  });

  it("walk no further than 64 proxies", () => {
    const list = Array.from({ length: 100 }, (_, place) => `10.0.1.${100 - place}`).join(",");
    expect(walk(list).clientAddress).toBe("10.0.1.64");
    expect(walk(list).addresses).toHaveLength(64);
  });

  describe("beside a header that certain proxies write", () => {
    const cdn = { ...nets, xProto: 0, clientAddressHeader: { name: "CDN-Client", from: "192.0.2.0/24" } };
    it.each<[string, HeaderRecord, string | undefined, string[], string[]]>([
      [
        "from the CDN",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7, 10.0.0.2", "cdn-client": "1.2.3.4" },
        "1.2.3.4",
        ["1.2.3.4", "192.0.2.7", "10.0.0.2"],
        [],
      ],
      [
        "past the CDN",
        { "x-forwarded-for": "9.9.9.9, 10.0.0.2", "cdn-client": "1.2.3.4" },
        "9.9.9.9",
        ["9.9.9.9", "10.0.0.2"],
        [],
      ],
      [
        "missing there",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7" },
        "9.9.9.9",
        ["9.9.9.9", "192.0.2.7"],
        ["cdn-client absent"],
      ],
      [
        "invalid there",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7", "cdn-client": "x" },
        undefined,
        [],
        ["cdn-client invalid"],
      ],
      [
        "twice there",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7", "cdn-client": "1.1.1.1,2.2.2.2" },
        undefined,
        [],
        ["cdn-client duplicate"],
      ],
      [
        "instead of a bad entry",
        { "x-forwarded-for": "unknown, 192.0.2.7", "cdn-client": "1.2.3.4" },
        "1.2.3.4",
        ["1.2.3.4", "192.0.2.7"],
        [],
      ],
      [
        "missing and a bad entry",
        { "x-forwarded-for": "unknown, 192.0.2.7" },
        undefined,
        [],
        ["x-forwarded-for invalid", "cdn-client absent"],
      ],
      ["without a list", { "cdn-client": "1.2.3.4" }, undefined, [], ["x-forwarded-for absent"]],
    ])("%s", (_, headers, address, addresses, issues) => {
      const resolution = of(headers, cdn);
      expect([resolution.clientAddress, resolution.addresses, reasons(headers, cdn)]).toEqual([
        address,
        addresses,
        issues,
      ]);
    });

    it("believe the header where the peer itself is the CDN, with a list and without", () => {
      const more = { peerAddress: "192.0.2.9" };
      for (const headers of [{ "cdn-client": "1.2.3.4" }, { "cdn-client": "1.2.3.4", "x-forwarded-for": "9.9.9.9" }]) {
        expect(of(headers, cdn, more)).toMatchObject({ clientAddress: "1.2.3.4", addresses: ["1.2.3.4"], issues: [] });
      }
      expect(of({ "cdn-client": "1.2.3.4" }, { ...cdn, xFor: 0 }, more).clientAddress).toBe("1.2.3.4");
    });
  });
});
