import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/adapters/engine.js";
import {
  previewIncoming,
  resolutionOf,
  resolveIncoming,
  rewriteIncoming,
  type IncomingRequest,
} from "../../src/adapters/incoming.js";
import { findState } from "../../src/adapters/request-holder.js";
import { externalTarget, originalTarget } from "../../src/adapters/request-target.js";
import { set } from "../../src/rewrite/index.js";

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
    expect(resolveIncoming(near, req).resolution).toBe(preview);
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
    expect(resolutionOf(req)).toBe(preview);
  });

  it("is forgotten where the headers are rewritten", () => {
    const req = createRequest(lines);
    previewIncoming(near, req);
    expect(rewriteIncoming(set("x-forwarded-for", "192.0.2.9"), req).resolution).toBeUndefined();
    expect(previewIncoming(near, req).clientAddress).toBe("192.0.2.9");
  });
});

describe("the headers", () => {
  it("are left alone, and not even copied, where nothing has to change", () => {
    const req = createRequest({ Host: "app", "X-Forwarded-For": "198.51.100.7", Accept: "text/html" });
    const { headers, rawHeaders } = req;
    expect(resolveIncoming(near, req).original).toMatchObject({ headers, rawHeaders });
    expect(resolutionOf(req)?.original.headers).toBe(headers);
    expect(resolutionOf(req)?.original.rawHeaders).toBe(rawHeaders);
  });

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

  it("are no matter over HTTP/2, whose parser drops none in silence", () => {
    expect(() => resolveIncoming(near, createRequest(many))).toThrow(expect.objectContaining({ status: 431 }));
    expect(() => resolveIncoming(near, createRequest(many, { httpVersionMajor: 2 }))).not.toThrow();
  });
});

describe("an injected request", () => {
  it("needs no socket", () => {
    const req = createRequest(lines, { socket: null });
    expect(resolveIncoming(near, req).resolution).toMatchObject({ clientAddress: "198.51.100.7", proto: "http" });
    const trusting = createEngine({ trustedPeers: "loopback" });
    expect(resolveIncoming(trusting, createRequest(lines, { socket: null })).resolution.clientAddress).toBeUndefined();
  });
});
