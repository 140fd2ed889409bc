import { describe, expect, it } from "vitest";

import { compileAdapter, type CompiledAdapter } from "../../src/headers/compile-adapter.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import type { IncomingRequest } from "../../src/request/request.js";
import { applyRewrite, resolutionOf, resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import { map, pipe, remove, set, type Rewrite } from "../../src/rewrite/index.js";
import { createRequest } from "./made-request.js";
import { parse } from "./parsed-request.js";

const lines = { Host: "app", "X-Forwarded-For": "6.6.6.6, 198.51.100.7", "X-Forwarded-Prefix": "/shop" };
const near = compileAdapter({ xFor: 1 });
const far = compileAdapter({ xFor: 2, xPrefix: 1 });

describe("resolveIncoming", () => {
  const honest = { Host: "app", "X-Forwarded-For": "198.51.100.7", Accept: "text/html" };

  it("leaves headers and lines alone if nothing has to change", () => {
    const req = createRequest(honest);
    const { headers, rawHeaders } = req;
    resolveIncoming(near, req);
    expect(req.headers).toBe(headers);
    expect(req.rawHeaders).toBe(rawHeaders);
    expect({ headers, rawHeaders }).toEqual({
      headers: { host: "app", "x-forwarded-for": "198.51.100.7", accept: "text/html" },
      rawHeaders: Object.entries(honest).flat(),
    });
  });

  it.each<[string, Record<string, string>, CompiledAdapter]>([
    ["nothing had to change", honest, near],
    ["something had to change", lines, near],
    ["the headers are kept", lines, compileAdapter({ forwardedHeaders: "keep" })],
    ["strict is a function", honest, compileAdapter({ strict: () => false })],
  ])("keeps the original apart from later changes by other code if %s", (_condition, received, adapter) => {
    const req = createRequest(received);
    const { headers, rawHeaders } = structuredClone({ headers: req.headers, rawHeaders: req.rawHeaders });
    const held = { headers: req.headers, rawHeaders: req.rawHeaders! };
    const { original } = resolveIncoming(adapter, req).resolution;
    expect(original.headers).not.toBe(req.headers);
    for (const shown of [req, held] as const) {
      shown.headers["x-forwarded-for"] = "192.0.2.66";
      shown.headers["host"] = "edited.example";
      shown.rawHeaders!.push("X-Forwarded-For", "192.0.2.66");
    }
    expect(original).toMatchObject({ host: "app", headers, rawHeaders });
    expect(resolveIncoming(near, req).resolution).toMatchObject({ clientAddress: "198.51.100.7", host: "app" });
    expect(req.headers).toMatchObject({ "x-forwarded-for": "198.51.100.7", host: "app" });
  });

  it("writes the lines too if an earlier middleware deleted a header from the headers alone", () => {
    const req = createRequest(lines);
    delete req.headers["x-forwarded-for"];
    expect(resolveIncoming(near, req).resolution.clientAddress).toBe("127.0.0.1");
    expect(req.rawHeaders).toEqual(["Host", "app"]);
  });

  it("deletes believed headers of an earlier resolution if the request is refused", () => {
    const req = createRequest(lines);
    resolveIncoming(far, req);
    expect(() => resolveIncoming(compileAdapter({ strict: true }), req)).toThrow(
      expect.objectContaining({ status: 400 }),
    );
    expect(req.headers).toEqual({ host: "app" });
    expect(req.rawHeaders).toEqual(["Host", "app"]);
    expect(resolutionOf(req)?.original.headers).toMatchObject({ "x-forwarded-for": lines["X-Forwarded-For"] });
  });

  it("refuses a request if header lines may have been lost, and deletes headers beyond the thousandth line", () => {
    const many = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`x-${at}`, ""]));
    const req = createRequest(many);
    req.rawHeaders!.push("X-Real-IP", "6.6.6.6");
    expect(() => resolveIncoming(near, req)).toThrow(expect.objectContaining({ status: 431 }));
    expect(req.rawHeaders).toEqual(Object.entries(many).flat());
  });
});

describe("rewriteIncoming", () => {
  it("leaves alone what other code did to rewritten headers before the request is resolved", () => {
    const req = createRequest({ ...lines, Authorization: "secret", Cookie: "theirs" });
    rewriteIncoming(
      pipe(
        map("authorization", () => "mapped"),
        remove("cookie"),
        set("x-tenant", "a"),
      ),
      req,
    );
    delete req.headers["authorization"];
    req.rawHeaders!.splice(req.rawHeaders!.indexOf("Authorization"), 2);
    Object.assign(req.headers, { cookie: "ours", "x-tenant": "b" });
    resolveIncoming(near, req);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7", cookie: "ours", "x-tenant": "b" });
    expect(req.rawHeaders).not.toContain("Authorization");
    rewriteIncoming(set("x-tenant", "c"), req);
    expect(req.headers).toMatchObject({ cookie: "ours", "x-tenant": "c" });
  });

  it("passes the facts of the connection alone to the function", () => {
    const facts: unknown[] = [];
    const req = createRequest(lines);
    rewriteIncoming((headers, connection) => (facts.push(connection), headers), req);
    expect(facts).toEqual([{ peerAddress: "127.0.0.1", peerPort: 4711, encrypted: false }]);
  });

  it("does not change the original if the function writes to its argument", () => {
    const req = createRequest({ ...lines, "X-User": "evil", "X-Tenant": "a" });
    const write: Rewrite = (headers) => {
      delete (headers as HeaderFields)["x-user"];
      (headers as HeaderFields)["x-tenant"] = "b";
      return headers;
    };
    rewriteIncoming(write, req);
    resolveIncoming(near, req);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7", "x-tenant": "b" });
    expect(req.rawHeaders).not.toContain("evil");
    expect(resolutionOf(req)?.original.headers).toMatchObject({ "x-user": "evil", "x-tenant": "a" });
  });

  it("records the original even if the rewrite changes nothing", () => {
    const req = createRequest(lines);
    rewriteIncoming(remove("x-nothing"), req);
    req.headers["x-forwarded-for"] = req.rawHeaders![3] = "192.0.2.66";
    expect(resolveIncoming(near, req).resolution.clientAddress).toBe("198.51.100.7");
    expect(resolutionOf(req)?.original.headers["x-forwarded-for"]).toBe(lines["X-Forwarded-For"]);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7" });
  });

  it.each([1, 2])(
    "writes headers that are inherited afterwards and then resolved, over HTTP/%i",
    (httpVersionMajor) => {
      const req = createRequest({ ...lines, "X-Real-IP": "6.6.6.6", Accept: "text/html" }, { httpVersionMajor });
      rewriteIncoming(set("x-a", "1"), req);
      Object.assign(req, { headers: Object.create(req.headers) as object });
      resolveIncoming(near, req);
      expect(req.headers["x-real-ip"]).toBeUndefined();
      expect(req.headers).toMatchObject({
        host: "app",
        "x-forwarded-for": "198.51.100.7",
        accept: "text/html",
        "x-a": "1",
      });
    },
  );

  it.each(["headers", "rawHeaders"] as const)("writes headers if an application has frozen the %s", (shown) => {
    const req = createRequest({ ...lines, Accept: "text/html" });
    resolveIncoming(near, req);
    Object.freeze(req[shown]);
    rewriteIncoming(set("x-forwarded-for", "192.0.2.9"), req);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "192.0.2.9", accept: "text/html" });
    expect(groupByName(req)).toEqual({ host: ["app"], "x-forwarded-for": ["192.0.2.9"], accept: ["text/html"] });
  });

  it("throws the refusal if the options of a resolved request refuse the rewritten one", () => {
    const req = createRequest(lines);
    resolveIncoming(compileAdapter({ xHost: 1, allowedHosts: ["app"] }), req);
    expect(() => rewriteIncoming(set("x-forwarded-host", "evil.test"), req)).toThrow(
      expect.objectContaining({ status: 400 }),
    );
    expect(req.headers).toEqual({ host: "app" });
  });
});

describe("applyRewrite", () => {
  it("passes a copy of the headers and the facts of the connection", () => {
    const headers = { host: "app" };
    const seen: unknown[] = [];
    const result = applyRewrite(
      (given, facts) => {
        seen.push(facts);
        return Object.assign(given, { "x-a": "1" });
      },
      { peerAddress: "10.0.0.1", headers },
    );
    expect(headers).toEqual({ host: "app" });
    expect(result).toEqual({ host: "app", "x-a": "1" });
    expect(seen).toMatchObject([{ peerAddress: "10.0.0.1" }]);
  });
});

describe("copies and wrappers of a resolved request", () => {
  const other = { Host: "other", "X-Real-IP": "6.6.6.6" };

  it("a copy of a made-up request does not share its resolution", () => {
    const req = createRequest(lines);
    const { resolution } = resolveIncoming(near, req);
    const copy = { ...req, ...createRequest(other) };
    expect(resolveIncoming(near, copy).resolution).toMatchObject({ clientAddress: "127.0.0.1", host: "other" });
    expect(copy.headers).toEqual({ host: "other" });
    expect(resolutionOf(req)).toBe(resolution);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7" });
  });

  it.each<[string, (req: IncomingRequest) => IncomingRequest]>([
    ["a copy", (req) => ({ ...req, ...createRequest(other) })],
    ["a wrapper", (req) => Object.assign(Object.create(req) as IncomingRequest, createRequest(other))],
  ])("%s of Node's request has the same client, also in headers of its own", (_, copyRequest) => {
    const req = createRequest(lines, { _readableState: {} });
    resolveIncoming(near, req);
    const copy = copyRequest(req);
    expect(resolveIncoming(near, copy).resolution).toMatchObject({ clientAddress: "198.51.100.7", host: "app" });
    expect(copy.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7" });
    expect(groupByName(copy)).toEqual({ host: ["app"], "x-forwarded-for": ["198.51.100.7"] });
    expect(resolutionOf(req)).toMatchObject({ clientAddress: "198.51.100.7", host: "app" });
    expect(resolveIncoming(far, req).resolution).toMatchObject({ clientAddress: "6.6.6.6" });
    expect(req.headers).toMatchObject({ host: "app", "x-forwarded-for": "6.6.6.6, 198.51.100.7" });
  });

  it("a rewrite of a copy leaves the original's headers unchanged", () => {
    const req = createRequest({ ...lines, "X-User": "evil" }, { _readableState: {} });
    resolveIncoming(near, req);
    const copy = { ...req, headers: { ...req.headers }, rawHeaders: [...req.rawHeaders!] };
    rewriteIncoming(remove("x-user"), copy);
    expect(copy.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7" });
    expect(groupByName(copy)).toEqual({ host: ["app"], "x-forwarded-for": ["198.51.100.7"] });
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7", "x-user": "evil" });
    expect(resolutionOf(copy)).toBe(resolutionOf(req));
  });

  it("a wrapper with its own rawHeaders gets believed lines only", () => {
    const req = createRequest({ ...lines, "X-Real-IP": "6.6.6.6" }, { _readableState: {} });
    const wrapper = Object.assign(Object.create(req) as IncomingRequest, { rawHeaders: [...req.rawHeaders!] });
    resolveIncoming(near, req);
    resolveIncoming(near, wrapper);
    expect(groupByName(wrapper)).toEqual({ host: ["app"], "x-forwarded-for": ["198.51.100.7"] });
  });

  it.each(["the request", "the wrapper"])("both headersDistinct are believed if %s is resolved first", (first) => {
    const req = parse([...Object.entries(lines), ["X-Real-IP", "6.6.6.6"]]);
    const wrapper = Object.create(req) as typeof req;
    // As Node's server does: the headers are built when they are first read.
    expect(req.headers.host).toBe("app");
    expect([req.headersDistinct, wrapper.headersDistinct]).toMatchObject([
      { "x-real-ip": ["6.6.6.6"] },
      { "x-real-ip": ["6.6.6.6"] },
    ]);
    for (const each of first === "the wrapper" ? [wrapper, req] : [req, wrapper]) resolveIncoming(near, each);
    for (const each of [req, wrapper]) expect(each.headersDistinct).not.toHaveProperty("x-real-ip");
  });

  it("a wrapper has the resolution of its request", () => {
    const req = createRequest(lines, { _readableState: {} });
    const { resolution } = resolveIncoming(near, req);
    expect(resolutionOf(Object.create(req) as IncomingRequest)).toBe(resolution);
  });
});

describe("a request that a test made up", () => {
  it.each([undefined, null])(
    "is resolved without header lines, and has none afterwards, if they are %s",
    (rawHeaders) => {
      const { rawHeaders: _, ...req } = createRequest({ ...lines, Accept: "text/html" });
      const bare: IncomingRequest = rawHeaders === null ? { ...req, rawHeaders } : req;
      expect(resolveIncoming(near, bare).resolution.clientAddress).toBe("198.51.100.7");
      expect(bare.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7", accept: "text/html" });
      expect(bare.rawHeaders).toBe(rawHeaders);
      expect(resolutionOf(bare)?.original.rawHeaders).toEqual([]);
    },
  );

  it("is resolved without a socket; its peer is then unknown and not trusted", () => {
    const req = createRequest(lines, { socket: null });
    expect(resolveIncoming(near, req).resolution).toMatchObject({ clientAddress: "198.51.100.7", proto: "http" });
    const trusting = compileAdapter({ trustedPeers: "loopback" });
    expect(resolveIncoming(trusting, createRequest(lines, { socket: null })).resolution.clientAddress).toBeUndefined();
  });
});

/** Groups the lines of a request by name: those that are put back may stand at the end, in lower case. */
function groupByName({ rawHeaders }: IncomingRequest): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (let at = 0; at < rawHeaders!.length; at += 2) {
    (grouped[rawHeaders![at]!.toLowerCase()] ??= []).push(rawHeaders![at + 1]!);
  }
  return grouped;
}
