import { describe, expect, it } from "vitest";

import { previewIncoming } from "../../src/adapters/fastify/preview.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import { map, set, type Rewrite } from "../../src/rewrite/index.js";
import { createRequest } from "./made-request.js";
import { parse } from "./parsed-request.js";

const lines = { Host: "app", "X-Forwarded-For": "6.6.6.6, 198.51.100.7", "X-Forwarded-Prefix": "/shop" };
const near = compileAdapter({ xFor: 1 });
const far = compileAdapter({ xFor: 2, xPrefix: 1 });

describe("a preview of a request", () => {
  it("is the later resolution, the same object each time, and writes nothing", () => {
    const req = createRequest(lines);
    const before = structuredClone({ headers: req.headers, rawHeaders: req.rawHeaders, url: req.url });
    const preview = previewIncoming(near, req);
    expect(preview.clientAddress).toBe("198.51.100.7");
    expect(previewIncoming(near, req)).toBe(preview);
    expect({ headers: req.headers, rawHeaders: req.rawHeaders, url: req.url }).toEqual(before);
    expect(resolutionOf(req)).toBeUndefined();
    expect(resolveIncoming(near, req).resolution).toEqual(preview);
  });

  it("does not affect a resolution by other options", () => {
    const req = createRequest(lines);
    previewIncoming(near, req);
    expect(resolveIncoming(far, req).resolution.clientAddress).toBe("6.6.6.6");
  });

  it("is the last resolution, by whatever options, if the request is resolved", () => {
    const req = createRequest(lines);
    const { resolution } = resolveIncoming(far, req);
    expect(previewIncoming(near, req)).toBe(resolution);
  });

  it("has the facts of the connection alone if the request is going to be refused", () => {
    const req = createRequest(lines);
    const strict = compileAdapter({ allowedHosts: ["example.com"] });
    const preview = previewIncoming(strict, req);
    expect(preview).toMatchObject({ clientAddress: "127.0.0.1", clientPort: 4711, host: "app" });
    expect(() => resolveIncoming(strict, req)).toThrow(expect.objectContaining({ status: 400 }));
    expect(JSON.stringify(resolutionOf(req))).toBe(JSON.stringify(preview));
  });

  it("does not affect the resolution if other code changes headers between the two", () => {
    const req = createRequest(lines);
    const { original } = previewIncoming(near, req);
    req.headers["x-forwarded-for"] = req.rawHeaders![3] = "192.0.2.9";
    expect(resolveIncoming(near, req).resolution).toMatchObject({
      clientAddress: "192.0.2.9",
      original: { headers: { "x-forwarded-for": "192.0.2.9" } },
    });
    expect(original.headers["x-forwarded-for"]).toBe(lines["X-Forwarded-For"]);
  });

  it("does not affect the resolution if other code adds headers after it", () => {
    const req = parse([...Object.entries(lines), ["X-Real-IP", "6.6.6.6"], ["X-Tail", "1"]]);
    const adapter = compileAdapter({ xHost: 1 });
    previewIncoming(adapter, req);
    req.rawHeaders.splice(-2, 2);
    delete req.headers["x-tail"];
    resolveIncoming(adapter, req);
    req.rawHeaders.push("X-Forwarded-Host", "added.example");
    req.headers["x-forwarded-host"] = "added.example";
    const { host, original } = resolveIncoming(adapter, req).resolution;
    expect(host).toBe("app");
    expect(original.rawHeaders).toEqual([...Object.entries(lines).flat(), "X-Real-IP", "6.6.6.6"]);
    expect(original.headers).toMatchObject({ "x-real-ip": "6.6.6.6" });
    expect(original.headers).not.toHaveProperty("x-forwarded-host");
  });

  it("has the received headers as its original, also after the request was resolved", () => {
    const req = createRequest(lines);
    const { original } = previewIncoming(near, req);
    resolveIncoming(near, req);
    expect(original).toMatchObject({
      headers: { host: "app", "x-forwarded-for": lines["X-Forwarded-For"] },
      rawHeaders: Object.entries(lines).flat(),
    });
  });

  it("is computed again if the headers were rewritten", () => {
    const req = createRequest(lines);
    previewIncoming(near, req);
    expect(rewriteIncoming(set("x-forwarded-for", "192.0.2.9"), req).resolution).toBeUndefined();
    expect(previewIncoming(near, req).clientAddress).toBe("192.0.2.9");
  });

  it("does not apply a rewrite again that the request has passed, and applies the others", () => {
    const req = createRequest(lines);
    const append = map("x-forwarded-for", (value) => `${value}, 192.0.2.9`);
    const replace = set("x-forwarded-for", "192.0.2.10");
    expect(previewIncoming(far, req, [append]).clientAddress).toBe("198.51.100.7");
    rewriteIncoming(append, req);
    expect(previewIncoming(far, req, [append]).clientAddress).toBe("198.51.100.7");
    expect(previewIncoming(near, req, [append, replace]).clientAddress).toBe("192.0.2.10");
  });

  it("has the headers of the connection alone if a rewrite throws, and does not throw", () => {
    const fail: Rewrite = () => {
      throw new Error("fails");
    };
    expect(previewIncoming(near, createRequest(lines), [fail])).toMatchObject({ clientAddress: "127.0.0.1" });
  });

  it("applies a rewrite to a copy, even if its function writes to its argument", () => {
    const req = createRequest({ ...lines, "X-User": "evil" });
    const write: Rewrite = (headers) => {
      delete (headers as HeaderFields)["x-user"];
      (headers as HeaderFields)["x-forwarded-for"] = "192.0.2.9";
      return headers;
    };
    expect(previewIncoming(near, req, [write]).clientAddress).toBe("192.0.2.9");
    expect(req.headers).toMatchObject({ "x-user": "evil", "x-forwarded-for": lines["X-Forwarded-For"] });
  });
});
