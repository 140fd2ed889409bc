import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";

import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import { copy, pipe, set } from "../../src/rewrite/index.js";
import { parse, readShown, resolveQuietly, type Line } from "./parsed-request.js";

const lines: readonly Line[] = [
  ["X-Real-IP", "6.6.6.6"],
  ["Accept", "text/html"],
  ["Host", "app"],
  ["X-Forwarded-Port", "443"],
  ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
  ["X-Forwarded-Host", "www.example.com"],
  ["x_forwarded_for", "6.6.6.6"],
  ["X-Fhost", "received.example"],
];

/** Joins the lines of each header. */
function joinDistinct(req: IncomingMessage): object {
  return Object.fromEntries(Object.entries(req.headersDistinct).map(([name, values]) => [name, values?.join(", ")]));
}

// docs/reference/rules.md#r11-twice
describe("a request that is resolved again", () => {
  it.each<[string, AdapterOptions, AdapterOptions]>([
    ["believe a longer chain", {}, { xFor: 2 }],
    ["believe fewer headers", { xHost: 1, xPort: 1 }, { xFor: 0, xProto: 0 }],
    ["believe a deleted header", {}, { clientAddressHeader: "x-real-ip" }],
    ["believe a header of another name", {}, { xHost: 1, headerNames: { host: "x-fhost" } }],
    ["believe nothing of the peer", { xHost: 1 }, { trustedPeers: "192.0.2.1" }],
    ["accept what earlier ones refused", { strict: true }, { xHost: 1 }],
    ["cover headers that earlier ones kept", { forwardedHeaders: "keep" }, { xHost: 1 }],
  ])("has the same resolution and headers as one that is resolved once, if later options %s", (_how, first, second) => {
    const twice = parse(lines);
    resolveQuietly(compileAdapter(first), twice);
    const once = parse(lines);
    expect(resolveQuietly(compileAdapter(second), twice)).toBe(resolveQuietly(compileAdapter(second), once));
    expect(twice.headers).toEqual(once.headers);
    // A header that is put back may stand last, in lower case.
    expect(joinDistinct(twice)).toEqual(joinDistinct(once));
    expect(resolutionOf(twice)?.original).toEqual(resolutionOf(once)?.original);
  });

  it("gets back the received headers if later options keep headers as received", () => {
    const req = parse(lines);
    resolveIncoming(compileAdapter({ xHost: 1 }), req);
    resolveIncoming(compileAdapter({ xFor: 2, forwardedHeaders: "keep" }), req);
    expect(joinDistinct(req)).toEqual(joinDistinct(parse(lines)));
    expect(resolutionOf(req)?.clientAddress).toBe("6.6.6.6");
  });

  it("has the same headers and lines, in the same places, if the options are the same", () => {
    const req = parse(lines.slice(2, 6));
    const adapter = compileAdapter({ xHost: 1, xPort: 1 });
    resolveIncoming(adapter, req);
    const before = readShown(req);
    resolveIncoming(adapter, req);
    expect(readShown(req)).toEqual(before);
  });

  it("does not get back a header that an application deleted, lines included", () => {
    const req = parse([...lines, ["Authorization", "secret"]]);
    resolveIncoming(compileAdapter({}), req);
    delete req.headers.authorization;
    req.rawHeaders.splice(req.rawHeaders.indexOf("Authorization"), 2);
    expect(resolveIncoming(compileAdapter({ xFor: 2 }), req).resolution.clientAddress).toBe("6.6.6.6");
    expect(joinDistinct(req)).toEqual({
      ...{ host: "app", accept: "text/html", "x-fhost": "received.example" },
      "x-forwarded-for": "6.6.6.6, 203.0.113.7",
    });
    expect(req.headers).toEqual(joinDistinct(req));
  });

  it.each<[string, (req: IncomingMessage) => unknown]>([
    ["deletes lines at the front", (req) => req.rawHeaders.splice(0, 2)],
    ["adds a line at the front", (req) => req.rawHeaders.unshift("X-Request-Id", "1")],
    ["deletes all lines", (req) => (req.rawHeaders.length = 0)],
    [
      "changes the case of all lines",
      (req) => req.rawHeaders.forEach((text, at, all) => (all[at] = text.toLowerCase())),
    ],
    ["adds a host to the lines", (req) => req.rawHeaders.push("X-Forwarded-Host", "added.example")],
    ["adds a host to the headers", (req) => (req.headers["x-forwarded-host"] = "added.example")],
    ["adds an address to both", (req) => req.rawHeaders.push("X-Real-IP", (req.headers["x-real-ip"] = "192.0.2.66"))],
    ["replaces the headers", (req) => (req.headers = { ...req.headers })],
    ["changes a header that only later options believe", (req) => (req.headers["x-fhost"] = "added.example")],
  ])("is resolved from its received headers if an application %s in between", (_what, change) => {
    for (const second of [
      { xFor: 2, xHost: 1 },
      { xHost: 1, headerNames: { host: "x-fhost" } },
    ] as const) {
      const req = parse(lines);
      resolveIncoming(compileAdapter({ xProto: 0 }), req);
      change(req);
      const again = resolveQuietly(compileAdapter(second), req);
      expect(again).toBe(resolveQuietly(compileAdapter(second), parse(lines)));
      expect(resolutionOf(req)?.original).toMatchObject({ headers: parse(lines).headers, rawHeaders: lines.flat() });
      expect(req.headers).not.toHaveProperty("x-real-ip");
      expect(JSON.stringify([req.headers, req.rawHeaders])).not.toMatch(/192\.0\.2\.66/);
    }
  });

  it("is resolved without a header that was undefined when it was received", () => {
    const req = parse(lines);
    req.headers["x-fhost"] = undefined;
    resolveIncoming(compileAdapter({}), req);
    const second = compileAdapter({ xHost: 1, headerNames: { host: "x-fhost" } });
    expect(resolveIncoming(second, req).resolution.host).toBe("app");
  });

  it.each<[string, (req: IncomingMessage, options: AdapterOptions) => void]>([
    ["resolved by other options", (req, options) => void resolveQuietly(compileAdapter(options), req)],
    ["rewritten", (req) => void rewriteIncoming(set("x-forwarded-for", "192.0.2.1, 192.0.2.2"), req)],
    [
      "rewritten, then resolved by other options",
      (req, options) => {
        rewriteIncoming(pipe(copy("accept", "x-forwarded-host"), set("x-forwarded-for", "192.0.2.1, 192.0.2.2")), req);
        resolveQuietly(compileAdapter(options), req);
      },
    ],
  ])("keeps its original if it is %s", (_how, change) => {
    for (const options of [{ xFor: 2, xHost: 1 }, { xFor: 0, xProto: 0 }, { xPrefix: 1 }] as const) {
      const req = parse(lines);
      const { original } = resolveIncoming(compileAdapter({ xHost: 1 }), req).resolution;
      change(req, options);
      expect(resolutionOf(req)?.original).toBe(original);
      expect(original).toMatchObject({ host: "app", headers: parse(lines).headers, rawHeaders: lines.flat() });
    }
  });
});

describe("a user's function", () => {
  const first = compileAdapter({ xHost: 1 });

  /** Reads what a function sees of the request's headers while it runs. */
  function spy(req: IncomingMessage): { readonly seen: object[]; readonly look: () => void } {
    const seen: object[] = [];
    return {
      seen,
      look: () => void seen.push(structuredClone({ headers: { ...req.headers }, lines: req.rawHeaders })),
    };
  }
  const readBoth = (req: IncomingMessage): object =>
    structuredClone({ headers: { ...req.headers }, lines: req.rawHeaders });

  it.each<[string, (look: () => void) => AdapterOptions]>([
    ["strict", (look) => ({ strict: () => (look(), false), xPrefix: 1 })],
    ["trustedPeers", (look) => ({ trustedPeers: () => (look(), true) })],
    ["trustedProxies", (look) => ({ xFor: 2, trustedProxies: () => (look(), true) })],
  ])(
    "passed as %s sees only headers as received, or those of the last resolution if the request is resolved again",
    (_name, create) => {
      const req = parse(lines);
      const { seen, look } = spy(req);
      const received = readBoth(req);
      const adapter = compileAdapter(create(look));
      resolveIncoming(adapter, req);
      expect(seen.length).toBeGreaterThan(0);
      for (const each of seen.splice(0)) expect(each).toEqual(received);

      const other = parse(lines);
      const again = spy(other);
      resolveIncoming(first, other);
      const written = readBoth(other);
      resolveIncoming(compileAdapter(create(again.look)), other);
      expect(again.seen.length).toBeGreaterThan(0);
      for (const each of again.seen) expect(each).toEqual(written);
      expect(JSON.stringify(again.seen)).not.toContain("6.6.6.6");
    },
  );

  it("passed as a rewrite sees the headers of the last resolution if the request is resolved", () => {
    const req = parse(lines);
    const { seen, look } = spy(req);
    resolveIncoming(first, req);
    const written = readBoth(req);
    rewriteIncoming((headers) => (look(), { ...headers, "x-a": "1" }), req);
    expect(seen).toEqual([written]);
  });

  it("passed as a rewrite leaves the request as it was if it throws", () => {
    const req = parse(lines);
    resolveIncoming(first, req);
    const { resolution, before } = { resolution: resolutionOf(req), before: readShown(req) };
    const fail = (): never => {
      throw new Error("fails");
    };
    expect(() => rewriteIncoming(fail, req)).toThrow("fails");
    expect(readShown(req)).toEqual(before);
    expect(resolutionOf(req)).toBe(resolution);
  });

  it("passed as trustedPeers leaves no header that is not believed if it changes headers while it runs", () => {
    const req = parse(lines);
    const trustedPeers = (): boolean => {
      req.rawHeaders.splice(2, 2);
      req.rawHeaders.push("X-Client-IP", "6.6.6.6");
      delete req.headers.accept;
      req.headers["x-client-ip"] = "6.6.6.6";
      return true;
    };
    resolveIncoming(compileAdapter({ trustedPeers }), req);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "203.0.113.7", "x-fhost": "received.example" });
    expect(joinDistinct(req)).toEqual(req.headers);
  });
});

describe("a request with two Host lines", () => {
  const twoHosts: readonly Line[] = [
    ["Host", "shop.example"],
    ["Host", "evil.example"],
  ];

  it("has the host that Node shows if later options keep the headers as received", () => {
    const req = parse(twoHosts);
    resolveIncoming(compileAdapter({}), req);
    expect(req.headers.host).toBeUndefined();
    const { resolution } = resolveIncoming(compileAdapter({ forwardedHeaders: "keep" }), req);
    expect(resolution.host).toBeUndefined();
    expect(req.headers.host).toBe("shop.example");
    expect(JSON.stringify(readShown(req))).not.toContain("shop.example, evil.example");
  });
});
