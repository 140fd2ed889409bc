import { describe, expect, it } from "vitest";

import { createResolver, ProxyFixRefusal, resolve, type ProxyFixOptions } from "../../src/index.js";
import { compileOptions } from "../../src/options/compile-options.js";
import { BELIEVED } from "../../src/resolve/believed-resolution.js";
import { resolveRequest } from "../../src/resolve/resolver.js";
import { listIssues, NONE, PEER, resolveHeaders, type HeaderFields } from "./request.js";

const HEADERS = {
  host: "app:3000",
  "x-forwarded-for": "6.6.6.6, 203.0.113.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "www.example.com",
  "x-forwarded-port": "8443",
  "x-forwarded-prefix": "/app",
};

describe("resolve", () => {
  it("believes one X-Forwarded-For and one X-Forwarded-Proto by default", () => {
    expect(resolve({ headers: HEADERS, peerAddress: PEER })).toMatchObject({
      clientAddress: "203.0.113.7",
      proto: "https",
      host: "app:3000",
      prefix: "",
    });
    expect(resolve({ headers: HEADERS }).clientAddress).toBe("203.0.113.7");
  });

  it("returns the connection's facts if every header is missing or has fewer values than counted", () => {
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
      const resolution = resolveHeaders(headers, all, { peerPort: 7 });
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

  it("returns no address and no host if the believed value is empty or invalid", () => {
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
      const resolution = resolveHeaders(headers, { xHost: 1 }, { peerPort: 7 });
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

  it("believes no header of an untrusted peer, and adds an issue even if the request has none", () => {
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
      expect(listIssues(headers, options)).toEqual(["- untrusted-peer"]);
      expect(resolveHeaders(headers, options)).toMatchObject({ clientAddress: PEER, proto: "http", host: "app" });
    }
    expect(listIssues({}, { trustedPeers: "loopback" })).toEqual(["- untrusted-peer"]);
    expect(listIssues({ host: "@" }, { trustedPeers: "loopback" })).toEqual(["- untrusted-peer", "host invalid"]);
  });

  it("parses on and off in X-Forwarded-Ssl and Front-End-Https", () => {
    for (const proto of ["X-Forwarded-Ssl", "front-end-https"]) {
      const options = { ...NONE, xProto: 1, headerNames: { proto } };
      const name = proto.toLowerCase();
      expect(resolveHeaders({ [name]: "on" }, options).proto).toBe("https");
      expect(resolveHeaders({ [name]: "off" }, options, { encrypted: true }).proto).toBe("http");
      expect(listIssues({ [name]: "https" }, options)).toEqual([`${name} invalid`]);
    }
  });

  it("parses http, https, ws and wss in either case, alone or as the last item", () => {
    const options = { ...NONE, xProto: 1 };
    const encrypted = { encrypted: true };
    for (const proto of ["http", "HTTP", "ws", "a, http"]) {
      expect(resolveHeaders({ "x-forwarded-proto": proto }, options, encrypted).proto).toBe("http");
    }
    for (const proto of ["https", "HTTPS", "wss", "a, https"]) {
      expect(resolveHeaders({ "x-forwarded-proto": proto }, options).proto).toBe("https");
    }
    expect(listIssues({ "x-forwarded-proto": "http" }, { ...options, xProto: 2 })).toEqual([
      "x-forwarded-proto short-chain",
    ]);
  });

  it.each<[HeaderFields, string | undefined, number]>([
    [{ host: "a.test", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:443", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:80", "x-forwarded-proto": "https" }, "a.test:80", 80],
    [{ host: "a.test:9", "x-forwarded-port": "443", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:9", "x-forwarded-port": "08443" }, "a.test:8443", 8443],
    [{ host: "a.test:9", "x-forwarded-port": "0" }, "a.test:9", 9],
    [{ "x-forwarded-port": "8443" }, undefined, 8443],
    [{}, undefined, 80],
  ])("resolves %j to the host %s and the port %i (R8)", (headers, host, port) => {
    expect(resolveHeaders(headers, { ...NONE, xProto: 1, xPort: 1 })).toMatchObject({ host, port });
  });

  it("returns the believed prefix instead of the connection's, unless it fails the grammar (R9)", () => {
    const options = { ...NONE, xPrefix: 1 };
    expect(resolveHeaders({ "x-forwarded-prefix": "/app" }, options, { prefix: "/in" }).prefix).toBe("/app");
    expect(resolveHeaders({ "x-forwarded-prefix": "/" }, options, { prefix: "/in" }).prefix).toBe("");
    expect(resolveHeaders({ "x-forwarded-prefix": "//x" }, options, { prefix: "/in" }).prefix).toBe("/in");
  });

  it("refuses by strict if there is an issue, and by allowedHosts (R10)", () => {
    const strict = { ...NONE, xHost: 1, strict: true };
    expect(() => resolveHeaders({ host: "a.test" }, strict)).toThrow(ProxyFixRefusal);
    expect(resolveHeaders({ "x-forwarded-host": "a.test" }, strict).host).toBe("a.test");
    const allowed = { ...NONE, allowedHosts: ["a.test"] };
    expect(() => resolveHeaders({ host: "b.test" }, allowed)).toThrow(ProxyFixRefusal);
    expect(resolveHeaders({ host: "a.test" }, allowed).host).toBe("a.test");
  });

  it("lists the issues in the order client, proto, host, port, prefix", () => {
    const headers = { "x-forwarded-prefix": "x", "x-forwarded-port": "x", host: "@", "x-forwarded-for": "x" };
    expect(listIssues(headers, { xPort: 1, xPrefix: 1 })).toEqual([
      "x-forwarded-for invalid",
      "x-forwarded-proto absent",
      "host invalid",
      "x-forwarded-port invalid",
      "x-forwarded-prefix invalid",
    ]);
  });
});

describe("createResolver", () => {
  it("returns a function that refuses a response or a function as its second argument, and accepts any number", () => {
    const resolver = createResolver() as (facts: object, second?: unknown) => unknown;
    for (const second of [{}, () => undefined]) {
      expect(() => resolver({ headers: {} }, second)).toThrow(
        "`resolver` was called with two arguments; a resolver is no middleware: it receives the facts of a request alone; " +
          "import proxyFix from proxyfix/express, proxyfix/koa, proxyfix/fastify or proxyfix/node",
      );
    }
    expect(resolver({ headers: {} }, 1)).toEqual(resolver({ headers: {} }));
  });

  it("returns a resolver with the result of resolve", () => {
    const options = { xHost: 1, trustedPeers: "10.0.0.0/8" };
    const facts = { headers: HEADERS, peerAddress: PEER };
    const resolver = createResolver(options);
    expect(resolver(facts)).toEqual(resolve(facts, options));
    expect(resolver({ headers: HEADERS })).toEqual(resolve({ headers: HEADERS }, options));
    expect(createResolver()({ headers: HEADERS })).toEqual(resolve({ headers: HEADERS }));
  });
});

describe("resolveRequest", () => {
  const { for: FOR, single, proto, host, port, prefix } = BELIEVED;

  it.each<[ProxyFixOptions, flags: number]>([
    [{ xProto: 1, xHost: 1 }, FOR | proto | host],
    [{ xProto: 0, xHost: 1 }, FOR | host],
    [{ xProto: 1, xHost: 0 }, FOR | proto],
    [{ xProto: 1, xHost: 1, xPort: 1, xPrefix: 1 }, FOR | proto | host | port | prefix],
    [{ trustedProxies: "10.0.0.0/8", xHost: 1 }, FOR | proto | host],
    [{ clientAddressHeader: "x-real-ip", xProto: 0 }, single],
    [{ forwarded: 1 }, FOR | proto | host],
    [{ xFor: 3, xProto: 2, xHost: 2, xPort: 2, xPrefix: 2 }, 0],
    [{ xFor: 0, xProto: 0 }, 0],
    [{ trustedPeers: "loopback", xHost: 1 }, 0],
  ])("marks which headers are part of the resolution with %o: %i", (options, flags) => {
    const headers = { ...HEADERS, "x-real-ip": "1.2.3.4", forwarded: "for=1.2.3.4;proto=https;host=a.test" };
    const resolution = resolveRequest(compileOptions(options), { headers, peerAddress: PEER });
    const believed = Object.values(BELIEVED).filter((flag) => resolution.isBelieved(flag));
    expect(believed.reduce<number>((all, flag) => all | flag, 0)).toBe(flags);
  });
});
