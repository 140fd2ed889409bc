import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { resolveHeaders, PEER, listIssues, type HeaderFields } from "./request.js";

describe("the walk over trusted proxies (R3)", () => {
  const nets = { trustedProxies: ["10.0.0.0/8", "192.0.2.0/24"] };
  const walk = (text: string, options: ProxyFixOptions = {}) =>
    resolveHeaders({ "x-forwarded-for": text }, { xProto: 0, ...nets, ...options });

  it.each<[string, ProxyFixOptions, string | undefined, string[]]>([
    ["1.2.3.4", {}, "1.2.3.4", ["1.2.3.4"]],
    ["6.6.6.6, 1.2.3.4, 10.0.0.2", {}, "1.2.3.4", ["1.2.3.4", "10.0.0.2"]],
    ["6.6.6.6, 1.2.3.4, 10.0.0.2", { xFor: 1 }, "10.0.0.2", ["10.0.0.2"]],
    ["6.6.6.6, 1.2.3.4, 10.0.0.2", { xFor: 5 }, "1.2.3.4", ["1.2.3.4", "10.0.0.2"]],
    ["10.0.0.3, 10.0.0.2", {}, "10.0.0.3", ["10.0.0.3", "10.0.0.2"]],
    ["10.0.0.2:80", {}, "10.0.0.2", ["10.0.0.2"]],
    ["1.2.3.4, unknown, 10.0.0.2", {}, undefined, []],
    ["1.2.3.4, , 10.0.0.2", {}, undefined, []],
    ["1.2.3.4, 010.0.0.3, 10.0.0.2", {}, undefined, []],
    ["1.2.3.4, [::ffff:10.0.0.3]:80, 10.0.0.2", {}, "1.2.3.4", ["1.2.3.4", "10.0.0.3", "10.0.0.2"]],
    ["", {}, undefined, []],
    ["1.2.3.4, 10.0.0.3, 10.0.0.2", { xFor: 0, xHost: 3 }, PEER, []],
  ])("stops in %j, with the options %o, at the client %s", (text, options, address, addresses) => {
    expect([walk(text, options).clientAddress, walk(text, options).addresses]).toEqual([address, addresses]);
  });

  it("bounds every other count by the proxies walked", () => {
    const headers = {
      host: "app",
      "x-forwarded-for": "1.2.3.4, 10.0.0.2",
      "x-forwarded-host": "evil.test, good.test, inner.test",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "1, 2, 3",
      "x-forwarded-prefix": "/evil, /good, /inner",
    };
    const options = { ...nets, xHost: 3, xProto: 1, xPort: 9, xPrefix: 1 };
    expect(resolveHeaders(headers, options)).toMatchObject({
      host: "good.test:2",
      proto: "https",
      prefix: "/inner",
      issues: [],
    });
    expect(resolveHeaders({ ...headers, "x-forwarded-for": "1.2.3.4" }, options)).toMatchObject({
      host: "inner.test:3",
    });
    expect(resolveHeaders({ ...headers, "x-forwarded-host": "x.test" }, options).host).toBe("app:2");
  });

  it("calls a function with the canonical address and the hop, as far as the counts go", () => {
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

  it("crosses no more than 64 proxies", () => {
    const list = Array.from({ length: 100 }, (_, place) => `10.0.1.${100 - place}`).join(",");
    expect(walk(list).clientAddress).toBe("10.0.1.64");
    expect(walk(list).addresses).toHaveLength(64);
  });

  describe("and a clientAddressHeader that certain proxies write", () => {
    const cdn = { ...nets, xProto: 0, clientAddressHeader: { name: "CDN-Client", from: "192.0.2.0/24" } };
    it.each<[string, HeaderFields, string | undefined, string[], string[]]>([
      [
        "of a request from the CDN",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7, 10.0.0.2", "cdn-client": "1.2.3.4" },
        "1.2.3.4",
        ["1.2.3.4", "192.0.2.7", "10.0.0.2"],
        [],
      ],
      [
        "of a request past the CDN",
        { "x-forwarded-for": "9.9.9.9, 10.0.0.2", "cdn-client": "1.2.3.4" },
        "9.9.9.9",
        ["9.9.9.9", "10.0.0.2"],
        [],
      ],
      [
        "if the header is missing behind the CDN",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7" },
        "9.9.9.9",
        ["9.9.9.9", "192.0.2.7"],
        ["cdn-client absent"],
      ],
      [
        "if the header is invalid",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7", "cdn-client": "x" },
        undefined,
        [],
        ["cdn-client invalid"],
      ],
      [
        "if the header has two values",
        { "x-forwarded-for": "9.9.9.9, 192.0.2.7", "cdn-client": "1.1.1.1,2.2.2.2" },
        undefined,
        [],
        ["cdn-client duplicate"],
      ],
      [
        "if the entry of X-Forwarded-For is bad",
        { "x-forwarded-for": "unknown, 192.0.2.7", "cdn-client": "1.2.3.4" },
        "1.2.3.4",
        ["1.2.3.4", "192.0.2.7"],
        [],
      ],
      [
        "if the header is missing and the entry of X-Forwarded-For is bad",
        { "x-forwarded-for": "unknown, 192.0.2.7" },
        undefined,
        [],
        ["x-forwarded-for invalid", "cdn-client absent"],
      ],
      ["if X-Forwarded-For is missing", { "cdn-client": "1.2.3.4" }, undefined, [], ["x-forwarded-for absent"]],
    ])("resolve the client %s", (_kind, headers, address, addresses, issues) => {
      const resolution = resolveHeaders(headers, cdn);
      expect([resolution.clientAddress, resolution.addresses, listIssues(headers, cdn)]).toEqual([
        address,
        addresses,
        issues,
      ]);
    });

    it("believe the header if the peer itself is the CDN, with X-Forwarded-For and without", () => {
      const more = { peerAddress: "192.0.2.9" };
      for (const headers of [{ "cdn-client": "1.2.3.4" }, { "cdn-client": "1.2.3.4", "x-forwarded-for": "9.9.9.9" }]) {
        expect(resolveHeaders(headers, cdn, more)).toMatchObject({
          clientAddress: "1.2.3.4",
          addresses: ["1.2.3.4"],
          issues: [],
        });
      }
      expect(resolveHeaders({ "cdn-client": "1.2.3.4" }, { ...cdn, xFor: 0 }, more).clientAddress).toBe("1.2.3.4");
    });
  });
});
