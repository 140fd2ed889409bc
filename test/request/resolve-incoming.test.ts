import { describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/headers/compile-adapter.js";
import {
  resolutionOf,
  resolveIncoming,
  rewriteIncoming,
  type IncomingRequest,
} from "../../src/request/resolve-incoming.js";
import { previewIncoming } from "../../src/adapters/fastify/preview.js";
import { findState } from "../../src/request/state.js";
import { externalTarget, originalTarget } from "../../src/request/target.js";
import type { PlainHeaders } from "../../src/headers/header-record.js";
import { map, pipe, remove, set, type Rewrite } from "../../src/rewrite/index.js";
import { parse } from "./parsed-request.js";

function createRequest(
  lines: Readonly<Record<string, string>>,
  others: Partial<IncomingRequest> = {},
): IncomingRequest {
  const headers = Object.fromEntries(Object.entries(lines).map(([name, value]) => [name.toLowerCase(), value]));
  const socket = { remoteAddress: "127.0.0.1", remotePort: 4711 };
  return { headers, rawHeaders: Object.entries(lines).flat(), socket, url: "/users", ...others };
}

const lines = { Host: "app", "X-Forwarded-For": "6.6.6.6, 198.51.100.7", "X-Forwarded-Prefix": "/shop" };
const near = createEngine({ xFor: 1 });
const far = createEngine({ xFor: 2, xPrefix: 1 });

describe("previewIncoming", () => {
  it("tells what is going to be resolved, the same each time, and writes nothing", () => {
    const req = createRequest(lines);
    const before = structuredClone({ headers: req.headers, rawHeaders: req.rawHeaders, url: req.url });
    const preview = previewIncoming(near, req);
    expect(preview.clientAddress).toBe("198.51.100.7");
    expect(previewIncoming(near, req)).toBe(preview);
    expect({ headers: req.headers, rawHeaders: req.rawHeaders, url: req.url }).toEqual(before);
    expect(resolutionOf(req)).toBeUndefined();
    expect(resolveIncoming(near, req).resolution).toEqual(preview);
  });

  it("does not bind those who resolve by other options", () => {
    const req = createRequest(lines);
    previewIncoming(near, req);
    expect(resolveIncoming(far, req).resolution.clientAddress).toBe("6.6.6.6");
  });

  it("tells what was resolved, once it was, by whatever options", () => {
    const req = createRequest(lines);
    const { resolution } = resolveIncoming(far, req);
    expect(previewIncoming(near, req)).toBe(resolution);
  });

  it("tells the connection's own facts of a request that is going to be refused", () => {
    const req = createRequest(lines);
    const strict = createEngine({ allowedHosts: ["example.com"] });
    const preview = previewIncoming(strict, req);
    expect(preview).toMatchObject({ clientAddress: "127.0.0.1", clientPort: 4711, host: "app" });
    expect(() => resolveIncoming(strict, req)).toThrow(expect.objectContaining({ status: 400 }));
    expect(JSON.stringify(resolutionOf(req))).toBe(JSON.stringify(preview));
  });

  it("binds nothing: what a request is by the time it is resolved counts", () => {
    const req = createRequest(lines);
    const { original } = previewIncoming(near, req);
    req.headers["x-forwarded-for"] = req.rawHeaders[3] = "192.0.2.9";
    expect(resolveIncoming(near, req).resolution).toMatchObject({
      clientAddress: "192.0.2.9",
      original: { headers: { "x-forwarded-for": "192.0.2.9" } },
    });
    expect(original.headers["x-forwarded-for"]).toBe(lines["X-Forwarded-For"]);
  });

  it("tells what came when it is asked later as well", () => {
    const req = createRequest(lines);
    const preview = previewIncoming(near, req);
    resolveIncoming(near, req);
    expect(preview.original).toMatchObject({
      headers: { "x-forwarded-for": lines["X-Forwarded-For"] },
      rawHeaders: Object.entries(lines).flat(),
    });
  });

  it("is forgotten where the headers are rewritten", () => {
    const req = createRequest(lines);
    previewIncoming(near, req);
    expect(rewriteIncoming(set("x-forwarded-for", "192.0.2.9"), req).resolution).toBeUndefined();
    expect(previewIncoming(near, req).clientAddress).toBe("192.0.2.9");
  });
});

describe("the headers", () => {
  const honest = { Host: "app", "X-Forwarded-For": "198.51.100.7", Accept: "text/html" };

  it("are left alone where nothing has to change", () => {
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

  it.each<[string, Record<string, string>, Engine]>([
    ["nothing had to change", honest, near],
    ["something had to", lines, near],
    ["they are kept", lines, createEngine({ forwardedHeaders: "keep" })],
    ["they had to be looked through", honest, createEngine({ strict: () => false })],
  ])("can be changed by an application, which changes nothing of what came, where %s", (_, came, engine) => {
    const req = createRequest(came);
    const { headers, rawHeaders } = structuredClone({ headers: req.headers, rawHeaders: req.rawHeaders });
    const { original } = resolveIncoming(engine, req).resolution;
    req.headers["x-forwarded-for"] = "192.0.2.66";
    req.headers.host = "edited.example";
    req.rawHeaders.push("X-Forwarded-For", "192.0.2.66");
    expect(original).toMatchObject({ host: "app", headers, rawHeaders });
    expect(resolveIncoming(near, req).resolution).toMatchObject({ clientAddress: "198.51.100.7", host: "app" });
    expect(req.headers).toMatchObject({ "x-forwarded-for": "198.51.100.7", host: "app" });
  });

  it("that an application took out, line and all, do not come back where they are resolved once more", () => {
    const req = createRequest({ ...lines, Authorization: "secret" });
    resolveIncoming(near, req);
    delete req.headers.authorization;
    req.rawHeaders.splice(req.rawHeaders.indexOf("Authorization"), 2);
    expect(resolveIncoming(far, req).resolution.clientAddress).toBe("6.6.6.6");
    expect(req.headers).toEqual({
      host: "app",
      "x-forwarded-for": "6.6.6.6, 198.51.100.7",
      "x-forwarded-prefix": "/shop",
    });
    expect(req.rawHeaders.filter((_, at) => at % 2 === 0)).toEqual(["Host", "X-Forwarded-For", "x-forwarded-prefix"]);
  });

  it("that were rewritten can be changed by an application as well", () => {
    const req = createRequest({ ...lines, Authorization: "secret", Cookie: "theirs" });
    rewriteIncoming(
      pipe(
        map("authorization", () => "mapped"),
        remove("cookie"),
        set("x-tenant", "a"),
      ),
      req,
    );
    delete req.headers.authorization;
    req.rawHeaders.splice(req.rawHeaders.indexOf("Authorization"), 2);
    Object.assign(req.headers, { cookie: "ours", "x-tenant": "b" });
    resolveIncoming(near, req);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7", cookie: "ours", "x-tenant": "b" });
    expect(req.rawHeaders).not.toContain("Authorization");
    rewriteIncoming(set("x-tenant", "c"), req);
    expect(req.headers).toMatchObject({ cookie: "ours", "x-tenant": "c" });
  });

  it("are rewritten by a function that writes to those it is given, and what came stays", () => {
    const req = createRequest({ ...lines, "X-User": "evil", "X-Tenant": "a" });
    const write: Rewrite = (headers) => {
      delete (headers as PlainHeaders)["x-user"];
      (headers as PlainHeaders)["x-tenant"] = "b";
      return headers;
    };
    expect(previewIncoming(near, req, [write]).clientAddress).toBe("198.51.100.7");
    expect(req.headers).toMatchObject({ "x-user": "evil", "x-tenant": "a" });
    rewriteIncoming(write, req);
    resolveIncoming(near, req);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7", "x-tenant": "b" });
    expect(req.rawHeaders).not.toContain("evil");
    expect(resolutionOf(req)?.original.headers).toMatchObject({ "x-user": "evil", "x-tenant": "a" });
  });

  it("that came are what is resolved, once a rewrite has had the request, whether it changed any or not", () => {
    const req = createRequest(lines);
    rewriteIncoming(remove("x-nothing"), req);
    req.headers["x-forwarded-for"] = req.rawHeaders[3] = "192.0.2.66";
    expect(resolveIncoming(near, req).resolution.clientAddress).toBe("198.51.100.7");
    expect(resolutionOf(req)?.original.headers["x-forwarded-for"]).toBe(lines["X-Forwarded-For"]);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7" });
  });

  it.each([1, 2])("are taken out of those that inherit them, over HTTP/%i", (httpVersionMajor) => {
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
  });

  it("can be held by whoever had them before, who sees them verified and changes nothing of what came", () => {
    const req = createRequest({ ...lines, Accept: "text/html" });
    req.rawHeaders.push("Accept", "text/html");
    const { headers, rawHeaders } = req;
    const { original } = resolveIncoming(near, req).resolution;
    expect(headers["x-forwarded-for"]).toBe("198.51.100.7");
    headers["x-forwarded-for"] = "192.0.2.66";
    rawHeaders.push("X-Forwarded-For", "192.0.2.66");
    expect(original.headers["x-forwarded-for"]).toBe(lines["X-Forwarded-For"]);
    expect(original.rawHeaders).not.toContain("192.0.2.66");
    expect(resolveIncoming(far, req).resolution.clientAddress).toBe("6.6.6.6");
  });

  it("are verified in their lines too where an earlier middleware took them out of the headers alone", () => {
    const req = createRequest(lines);
    delete req.headers["x-forwarded-for"];
    expect(resolveIncoming(near, req).resolution.clientAddress).toBe("127.0.0.1");
    expect(req.rawHeaders).toEqual(["Host", "app"]);
  });

  it.each(["headers", "rawHeaders"] as const)(
    "can be written once more where an application has frozen its %s",
    (shown) => {
      const req = createRequest({ ...lines, Accept: "text/html" });
      resolveIncoming(near, req);
      Object.freeze(req[shown]);
      rewriteIncoming(set("x-forwarded-for", "192.0.2.9"), req);
      expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "192.0.2.9", accept: "text/html" });
      expect(req.rawHeaders).toEqual(["Host", "app", "X-Forwarded-For", "192.0.2.9", "Accept", "text/html"]);
    },
  );

  it("are kept apart from what they were where something has to", () => {
    const req = createRequest(lines);
    const { original } = resolveIncoming(near, req);
    expect(original.headers).not.toBe(req.headers);
    expect(original.headers["x-forwarded-for"]).toBe(lines["X-Forwarded-For"]);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7" });
  });
});

describe("a refused request", () => {
  it("keeps none of the headers that were not believed, nor those that an earlier layer believed", () => {
    const req = createRequest(lines);
    resolveIncoming(far, req);
    expect(() => resolveIncoming(createEngine({ strict: true }), req)).toThrow(
      expect.objectContaining({ status: 400 }),
    );
    expect(req.headers).toEqual({ host: "app" });
    expect(req.rawHeaders).toEqual(["Host", "app"]);
    expect(resolutionOf(req)?.original.headers).toMatchObject({ "x-forwarded-for": lines["X-Forwarded-For"] });
  });
});

describe("the request target", () => {
  const tellExternal = (req: IncomingRequest): string | undefined => externalTarget(findState(req));

  it("is told from what it was when the first adapter saw it", () => {
    const req = createRequest(lines);
    expect(originalTarget(req)).toBe("/users");
    resolveIncoming(far, req);
    req.url = "/elsewhere";
    expect(originalTarget(req)).toBe("/users");
    expect(tellExternal(req)).toBe("/shop/users");
  });

  it("is told whole where a framework has taken a part of the url away", () => {
    const req = createRequest(lines, { url: "/7", originalUrl: "/users/7" });
    resolveIncoming(far, req);
    expect(tellExternal(req)).toBe("/shop/users/7");
  });

  it("is left alone where there is no prefix, and put back where there is none any more", () => {
    const req = createRequest(lines);
    expect(tellExternal(req)).toBeUndefined();
    resolveIncoming(near, req);
    expect(tellExternal(req)).toBeUndefined();
    resolveIncoming(far, req);
    expect(tellExternal(req)).toBe("/shop/users");
    resolveIncoming(near, req);
    expect(tellExternal(req)).toBe("/users");
  });
});

describe("many header lines", () => {
  const many = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`x-${at}`, ""]));

  it("are verified beyond those that the parser put among the headers as well", () => {
    const req = createRequest(many);
    req.rawHeaders.push("X-Real-IP", "6.6.6.6");
    expect(() => resolveIncoming(near, req)).toThrow(expect.objectContaining({ status: 431 }));
    expect(req.rawHeaders).toEqual(Object.entries(many).flat());
  });

  it("are no matter over HTTP/2, whose parser drops none in silence", () => {
    expect(() => resolveIncoming(near, createRequest(many))).toThrow(expect.objectContaining({ status: 431 }));
    expect(() => resolveIncoming(near, createRequest(many, { httpVersionMajor: 2 }))).not.toThrow();
  });
});

describe("a copy of a request that was resolved", () => {
  const other = { Host: "other", "X-Real-IP": "6.6.6.6" };

  it("is another where a test made both up", () => {
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
  ])("has the same client where it is %s of Node's, and headers of its own hold no other", (_, copyRequest) => {
    const req = createRequest(lines, { _readableState: {} } as object);
    resolveIncoming(near, req);
    const copy = copyRequest(req);
    expect(resolveIncoming(near, copy).resolution).toMatchObject({ clientAddress: "198.51.100.7", host: "app" });
    expect(copy.headers).toEqual({ host: "app" });
    expect(copy.rawHeaders).toEqual(["Host", "app"]);
    expect(resolutionOf(req)).toMatchObject({ clientAddress: "198.51.100.7", host: "app" });
    expect(resolveIncoming(far, req).resolution).toMatchObject({ clientAddress: "6.6.6.6" });
    expect(req.headers).toMatchObject({ host: "app", "x-forwarded-for": "6.6.6.6, 198.51.100.7" });
  });

  it("is rewritten too where it has headers of its own", () => {
    const req = createRequest({ ...lines, "X-User": "evil" }, { _readableState: {} } as object);
    resolveIncoming(near, req);
    const copy = { ...req, headers: { ...req.headers }, rawHeaders: [...req.rawHeaders] };
    rewriteIncoming(remove("x-user"), copy);
    expect(copy.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7" });
    expect(copy.rawHeaders).toEqual(["Host", "app", "X-Forwarded-For", "198.51.100.7"]);
    expect(req.headers).toEqual(copy.headers);
  });

  it("claims nothing in lines of its own either", () => {
    const req = createRequest({ ...lines, "X-Real-IP": "6.6.6.6" }, { _readableState: {} } as object);
    const wrapper = Object.assign(Object.create(req) as IncomingRequest, { rawHeaders: [...req.rawHeaders] });
    resolveIncoming(near, req);
    resolveIncoming(near, wrapper);
    expect(wrapper.rawHeaders).toEqual(["Host", "app", "X-Forwarded-For", "198.51.100.7"]);
  });

  it.each(["the request", "the wrapper"])("has headersDistinct built anew, where %s was resolved first", (first) => {
    const req = parse([...Object.entries(lines), ["X-Real-IP", "6.6.6.6"]]);
    const wrapper = Object.create(req) as typeof req;
    expect([req.headersDistinct, wrapper.headersDistinct]).toMatchObject([
      { "x-real-ip": ["6.6.6.6"] },
      { "x-real-ip": ["6.6.6.6"] },
    ]);
    for (const each of first === "the wrapper" ? [wrapper, req] : [req, wrapper]) resolveIncoming(near, each);
    for (const each of [req, wrapper]) expect(each.headersDistinct).not.toHaveProperty("x-real-ip");
  });

  it("is the same where it is a wrapper of that request", () => {
    const req = createRequest(lines, { _readableState: {} } as object);
    const { resolution } = resolveIncoming(near, req);
    expect(resolutionOf(Object.create(req) as IncomingRequest)).toBe(resolution);
  });
});

describe("an injected request", () => {
  it("needs no header lines: it is given those of its headers", () => {
    const { rawHeaders: _, ...req } = createRequest({ ...lines, Accept: "text/html" });
    const bare = req as IncomingRequest;
    expect(resolveIncoming(near, bare).resolution.clientAddress).toBe("198.51.100.7");
    expect(bare.headers).toEqual({ host: "app", "x-forwarded-for": "198.51.100.7", accept: "text/html" });
    expect(bare.rawHeaders).toEqual(["host", "app", "x-forwarded-for", "198.51.100.7", "accept", "text/html"]);
  });

  it("needs no socket", () => {
    const req = createRequest(lines, { socket: null });
    expect(resolveIncoming(near, req).resolution).toMatchObject({ clientAddress: "198.51.100.7", proto: "http" });
    const trusting = createEngine({ trustedPeers: "loopback" });
    expect(resolveIncoming(trusting, createRequest(lines, { socket: null })).resolution.clientAddress).toBeUndefined();
  });
});
