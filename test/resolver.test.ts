import { inspect } from "node:util";
import { describe, expect, it } from "vitest";

import { createResolver, ProxyFixRefusal, resolve, type ProxyFixOptions, type RequestFacts } from "../src/index.js";

type Headers = Record<string, string | string[] | undefined>;
const PEER = "10.0.0.1";
const of = (headers: Headers, options: ProxyFixOptions = {}, more: Partial<RequestFacts> = {}) =>
  resolve({ headers, peerAddress: PEER, ...more }, options);
const reasons = (headers: Headers, options: ProxyFixOptions = {}, more: Partial<RequestFacts> = {}): string[] =>
  of(headers, options, more).issues.map(({ header, reason }) => `${header ?? "-"} ${reason}`);

const NONE = { xFor: 0, xProto: 0 } as const;
const FOR = { xFor: 1, xProto: 0 } as const;

function refusalOf(headers: Headers, options: ProxyFixOptions, more: Partial<RequestFacts> = {}): ProxyFixRefusal {
  try {
    of(headers, options, more);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return error;
    throw error;
  }
  throw new Error("the request was not refused");
}

describe("a resolution", () => {
  const headers = {
    host: "app:3000",
    "x-forwarded-for": "6.6.6.6, 203.0.113.7:4711, 10.0.0.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "Example.com:8443",
    "x-forwarded-prefix": "/app/",
  };
  const options = { xFor: 2, xProto: 1, xHost: 1, xPrefix: 1 };
  const facts = {
    clientAddress: "203.0.113.7",
    clientPort: 4711,
    addresses: ["203.0.113.7", "10.0.0.9"],
    proto: "https",
    host: "example.com:8443",
    hostname: "example.com",
    port: 8443,
    prefix: "/app",
    origin: "https://example.com:8443",
    issues: [],
  };

  it("has ten facts, in JSON too, and where it is printed", () => {
    const resolution = of(headers, options);
    expect({ ...resolution, addresses: resolution.addresses, origin: resolution.origin }).toEqual(facts);
    expect(JSON.parse(JSON.stringify(resolution))).toEqual(facts);
    expect(inspect(resolution)).toContain("origin: 'https://example.com:8443'");
  });

  it("is the same from a fetch Headers, and from header names in an array of lines", () => {
    const fetched = new Headers(headers);
    expect(JSON.stringify(resolve({ headers: fetched, peerAddress: PEER }, options))).toBe(
      JSON.stringify(of(headers, options)),
    );
    expect(resolve({ headers: fetched }, NONE).host).toBe("app:3000");
    expect(resolve({ headers: new Headers() }, FOR).issues).toEqual([{ header: "x-forwarded-for", reason: "absent" }]);
    const lines = { ...headers, "x-forwarded-for": ["6.6.6.6", "203.0.113.7:4711,10.0.0.9"] };
    expect(JSON.stringify(of(lines, options))).toBe(JSON.stringify(of(headers, options)));
  });

  it("is the connection's where no header is believed", () => {
    expect(of(headers, NONE, { peerPort: 5000, encrypted: true, prefix: "/in" }).issues).toEqual([]);
    expect(JSON.parse(JSON.stringify(of(headers, NONE, { peerPort: 5000, encrypted: true, prefix: "/in" })))).toEqual({
      clientAddress: PEER,
      clientPort: 5000,
      addresses: [],
      proto: "https",
      host: "app:3000",
      hostname: "app",
      port: 3000,
      prefix: "/in",
      origin: "https://app:3000",
      issues: [],
    });
  });

  it("believes one X-Forwarded-For and one X-Forwarded-Proto by default", () => {
    const resolution = createResolver()({ headers, peerAddress: PEER });
    expect([resolution.clientAddress, resolution.proto, resolution.host, resolution.prefix]).toEqual([
      "10.0.0.9",
      "https",
      "app:3000",
      "",
    ]);
    expect(resolve({ headers }).clientAddress).toBe("10.0.0.9");
  });
});

describe("headers that are not there (R1)", () => {
  it.each<[string, Headers]>([
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

  it.each<[string, Headers, ProxyFixOptions, string | undefined]>([
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
    it.each<[string, Headers, string | undefined, string[], string[]]>([
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

describe("Forwarded (R4)", () => {
  const believed = { forwarded: 1 };
  it.each<[string, Record<string, unknown>, string[]]>([
    ["for=1.2.3.4;proto=https;host=a.test", { clientAddress: "1.2.3.4", proto: "https", host: "a.test" }, []],
    ['for="[2001:db8::1]:80";by=x', { clientAddress: "2001:db8::1", clientPort: 80, proto: "http", host: "app" }, []],
    ["for=6.6.6.6, for=1.2.3.4", { clientAddress: "1.2.3.4" }, []],
    [
      "proto=https;host=a.test",
      { clientAddress: undefined, proto: "https", host: "a.test" },
      ["forwarded unidentified"],
    ],
    ["for=unknown;proto=https", { clientAddress: undefined, proto: "https", host: "app" }, ["forwarded invalid"]],
    [
      'for=unknown;host="@";proto=x',
      { clientAddress: undefined, proto: "http", host: undefined },
      ["forwarded invalid"],
    ],
    ['for=1.2.3.4;host=""', { clientAddress: "1.2.3.4", host: undefined }, ["forwarded invalid"]],
    ["for=1.2.3.4;proto=ftp", { clientAddress: "1.2.3.4", proto: "http" }, ["forwarded invalid"]],
    ["for=1.2.3.4:80;proto=https", { clientAddress: undefined, proto: "http", host: undefined }, ["forwarded invalid"]],
    ["for=1.2.3.4;for=1.2.3.4", { clientAddress: undefined, host: undefined }, ["forwarded invalid"]],
    ['for="1.2.3.4', { clientAddress: undefined, host: undefined }, ["forwarded invalid"]],
    ["for=1.2.3.4, ", { clientAddress: undefined, host: undefined, proto: "http" }, ["forwarded empty"]],
    ["", { clientAddress: undefined, host: undefined, proto: "http" }, ["forwarded empty"]],
  ])("%j", (forwarded, facts, issues) => {
    const headers = { host: "app", forwarded };
    expect(of(headers, believed)).toMatchObject(facts);
    expect(reasons(headers, believed)).toEqual(issues);
  });

  it("is missing or short like any list", () => {
    const headers = { host: "app", forwarded: "for=1.2.3.4;host=a.test" };
    expect(reasons({ host: "app" }, believed)).toEqual(["forwarded absent"]);
    expect(of({ host: "app" }, believed)).toMatchObject({ clientAddress: PEER, host: "app" });
    expect(reasons(headers, { forwarded: 2 })).toEqual(["forwarded short-chain"]);
    expect(of(headers, { forwarded: 2 })).toMatchObject({ clientAddress: PEER, host: "app" });
    expect(of(headers, { forwarded: 2, trustedPeers: PEER })).toMatchObject({ clientAddress: undefined, host: "app" });
    expect(of({ "x-forwarded-for": "1.1.1.1" }, { ...believed, trustedPeers: PEER }).clientAddress).toBeUndefined();
    expect(of({}, { ...believed, trustedProxies: PEER, xPort: 1 }).issues.map(({ reason }) => reason)).toEqual([
      "absent",
      "absent",
    ]);
  });

  it("is invalid where quotes do not balance before the element is reached", () => {
    const headers = { host: "app", forwarded: 'for="evil, for=10.0.0.2, for=10.0.0.3' };
    expect(of(headers, { forwarded: 2 }).clientAddress).toBe("10.0.0.2");
    for (const forwarded of [3, 4]) {
      expect(reasons(headers, { forwarded })).toEqual(["forwarded invalid"]);
      expect(of(headers, { forwarded })).toMatchObject({ clientAddress: undefined, host: undefined });
    }
    const walk = { forwarded: Infinity, trustedProxies: "10.0.0.0/8" };
    expect(reasons(headers, walk)).toEqual(["forwarded invalid"]);
    expect(of(headers, walk).clientAddress).toBeUndefined();
  });

  it("is walked while its nodes are trusted proxies, and that element alone is believed", () => {
    const walk = { forwarded: Infinity, trustedProxies: "10.0.0.0/8", xPort: 2 };
    const forwarded = "for=6.6.6.6, for=1.2.3.4;host=a.test;proto=https, for=10.0.0.2;host=b.test";
    expect(of({ forwarded, "x-forwarded-port": "1,2,3" }, walk)).toMatchObject({
      clientAddress: "1.2.3.4",
      addresses: ["1.2.3.4", "10.0.0.2"],
      host: "a.test:2",
      proto: "https",
    });
    expect(of({ forwarded: "for=10.0.0.3;host=a.test, for=10.0.0.2" }, walk)).toMatchObject({
      clientAddress: "10.0.0.3",
      host: "a.test",
    });
    expect(of({ forwarded: "for=1.1.1.1, for=_x, proto=http, for=10.0.0.2" }, walk).clientAddress).toBeUndefined();
    expect(of({ forwarded: "for=1.1.1.1, for=10.0.0.3, x, for=10.0.0.2" }, { forwarded: 4 }).addresses).toEqual([
      "1.1.1.1",
      "10.0.0.3",
      "10.0.0.2",
    ]);
  });
});

describe("proto, host and port (R6 to R8)", () => {
  it("read on and off under the names that use them", () => {
    for (const proto of ["X-Forwarded-Ssl", "front-end-https"]) {
      const options = { ...NONE, xProto: 1, headerNames: { proto } };
      const name = proto.toLowerCase();
      expect(of({ [name]: "on" }, options).proto).toBe("https");
      expect(of({ [name]: "off" }, options, { encrypted: true }).proto).toBe("http");
      expect(reasons({ [name]: "https" }, options)).toEqual([`${name} invalid`]);
    }
  });

  it("read the usual words and any other spelling alike", () => {
    const options = { ...NONE, xProto: 1 };
    const encrypted = { encrypted: true };
    for (const proto of ["http", "HTTP", "ws", "a, http"]) {
      expect(of({ "x-forwarded-proto": proto }, options, encrypted).proto).toBe("http");
    }
    for (const proto of ["https", "HTTPS", "wss", "a, https"]) {
      expect(of({ "x-forwarded-proto": proto }, options).proto).toBe("https");
    }
    expect(reasons({ "x-forwarded-proto": "http" }, { ...options, xProto: 2 })).toEqual([
      "x-forwarded-proto short-chain",
    ]);
  });

  it.each<[Headers, string | undefined, string[]]>([
    [{}, undefined, []],
    [{ host: "Example.com:80" }, "example.com", []],
    [{ host: "" }, undefined, ["host invalid"]],
    [{ host: "a@b" }, undefined, ["host invalid"]],
    [{ host: ["a", "b"] }, undefined, ["host invalid"]],
    [{ ":authority": "a.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "A.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "a.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "b.test" }, undefined, ["host invalid"]],
    [{ ":authority": "a.test", host: "a.test:8080" }, undefined, ["host invalid"]],
    [{ ":authority": "a.test", host: "@" }, undefined, ["host invalid"]],
    [{ ":authority": "@", host: "a.test" }, undefined, ["host invalid"]],
    [{ ":authority": "@", host: "@" }, undefined, ["host invalid"]],
  ])("take the connection's host from %j: %s", (headers, host, issues) => {
    expect([of(headers, NONE).host, reasons(headers, NONE)]).toEqual([host, issues]);
  });

  it("do not mind the connection's host where another is believed", () => {
    const options = { ...NONE, xHost: 1 };
    expect(reasons({ host: "@", "x-forwarded-host": "a.test" }, options)).toEqual([]);
    expect(reasons({ host: "@", "x-forwarded-host": "@" }, options)).toEqual(["x-forwarded-host invalid"]);
    expect(reasons({ host: "@" }, options)).toEqual(["x-forwarded-host absent", "host invalid"]);
  });

  it.each<[Headers, string | undefined, number]>([
    [{ host: "a.test", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:443", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:80", "x-forwarded-proto": "https" }, "a.test:80", 80],
    [{ host: "a.test:9", "x-forwarded-port": "443", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:9", "x-forwarded-port": "08443" }, "a.test:8443", 8443],
    [{ host: "a.test:9", "x-forwarded-port": "0" }, "a.test:9", 9],
    [{ "x-forwarded-port": "8443" }, undefined, 8443],
    [{}, undefined, 80],
  ])("give %j the host %s and the port %i", (headers, host, port) => {
    expect(of(headers, { ...NONE, xProto: 1, xPort: 1 })).toMatchObject({ host, port });
  });

  it("take a prefix over the one the application has", () => {
    const options = { ...NONE, xPrefix: 1 };
    expect(of({ "x-forwarded-prefix": "/app" }, options, { prefix: "/in" }).prefix).toBe("/app");
    expect(of({ "x-forwarded-prefix": "/" }, options, { prefix: "/in" }).prefix).toBe("");
    expect(of({ "x-forwarded-prefix": "//x" }, options, { prefix: "/in" }).prefix).toBe("/in");
  });
});

describe("the peer", () => {
  it.each<[string | undefined, string | undefined, number | undefined]>([
    ["::ffff:127.0.0.1", "127.0.0.1", 9],
    ["fe80::1%eth0", "fe80::1", 9],
    ["::", "::", 9],
    ["unix", undefined, undefined],
    [undefined, undefined, undefined],
    ["nonsense", undefined, undefined],
  ])("%s speaks for itself as %s", (peerAddress, address, port) => {
    const resolution = of({}, NONE, { peerAddress, peerPort: 9 });
    expect([resolution.clientAddress, resolution.clientPort, resolution.issues]).toEqual([address, port, []]);
  });
});

describe("a refusal (R10)", () => {
  it("is 403 for an untrusted peer, which wins, else 400", () => {
    const strict = { strict: true, trustedPeers: "loopback" } as const;
    expect(refusalOf({}, strict)).toMatchObject({
      status: 403,
      statusCode: 403,
      code: "ERR_PROXYFIX_REFUSED",
      expose: true,
    });
    expect(refusalOf({ host: "@" }, { ...strict, allowedHosts: ["a.test"] }).status).toBe(403);
    expect(refusalOf({}, { strict: true }).status).toBe(400);
    expect(of({ "x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https" }, { strict: true }).proto).toBe("https");
  });

  it("has the connection's facts and the issues, and no byte of a header", () => {
    const headers = { host: "app.test", "x-forwarded-for": "6.6.6.6", "x-forwarded-host": "<script>" };
    const refusal = refusalOf(headers, { xProto: 0, xHost: 1, strict: true }, { peerPort: 7 });
    expect(refusal.resolution).toMatchObject({ clientAddress: PEER, clientPort: 7, host: "app.test", proto: "http" });
    expect(refusal.issues).toEqual([{ header: "x-forwarded-host", reason: "invalid" }]);
    expect(refusal.resolution.issues).toEqual(refusal.issues);
    expect(refusal.message).toBe("Bad Request: the forwarding headers or the host of this request are not acceptable");
  });

  it("is what a function says: all but false refuses, and so does a throw", () => {
    const seen: unknown[] = [];
    const spare = (issue: unknown, facts: unknown): boolean => seen.push([issue, facts]) < 0;
    const facts = { headers: {}, peerAddress: PEER };
    expect(resolve(facts, { ...FOR, strict: spare }).clientAddress).toBe(PEER);
    expect(seen).toEqual([[{ header: "x-forwarded-for", reason: "absent" }, facts]]);
    expect(refusalOf({}, { strict: ({ header }) => header === "x-forwarded-proto" }).issues).toHaveLength(2);
    for (const strict of [
      () => undefined,
      () => Promise.resolve(false),
      () => {
        throw new Error("x");
      },
    ]) {
      expect(refusalOf({}, { strict: strict as unknown as () => boolean }).status).toBe(400);
    }
  });

  const allowed = { ...NONE, xHost: 1, allowedHosts: ["a.test", "*.b.test", "[::1]", "10.0.0.1"] };
  it.each([
    "a.test",
    "A.TEST",
    "a.test.",
    "a.test:8080",
    "x.b.test",
    "x.y.b.test",
    "x.b.test.",
    "[0::1]:80",
    "10.0.0.1",
  ])("is not for the allowed host %s", (host) => {
    expect(of({ host }, { ...allowed, xHost: 0 }).hostname).toBeDefined();
    expect(of({ host: "evil.test", "x-forwarded-host": host }, allowed).hostname).toBeDefined();
  });

  it.each<[Headers, string]>([
    [{ host: "b.test" }, "host"],
    [{ host: "xb.test" }, "host"],
    [{ host: "a.test.evil.test" }, "host"],
    [{ host: "x.a.test" }, "host"],
    [{}, "host"],
    [{ host: "a.test", "x-forwarded-host": "evil.test" }, "x-forwarded-host"],
    [{ host: "a.test", "x-forwarded-host": "@" }, "host"],
  ])("is for the host of %j", (headers, header) => {
    const refusal = refusalOf(headers, allowed);
    expect(refusal.status).toBe(400);
    expect(refusal.issues.at(-1)).toEqual({ header, reason: "host-not-allowed" });
  });

  it("names Forwarded where that said the host", () => {
    const options = { forwarded: 1, allowedHosts: ["a.test"] };
    expect(refusalOf({ forwarded: "for=1.2.3.4;host=b.test" }, options).issues).toEqual([
      { header: "forwarded", reason: "host-not-allowed" },
    ]);
  });
});
