import express from "express";
import fastify from "fastify";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";

import { proxyFix as fixExpress, rewriteHeaders as rewriteExpress } from "../../src/adapters/express.js";
import { proxyFix as fixFastify, rewriteHeaders as rewriteFastify } from "../../src/adapters/fastify.js";
import { proxyFix, resolutionOf, rewriteHeaders } from "../../src/adapters/node.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import { copy, map } from "../../src/rewrite/index.js";
import { serve } from "../frameworks/serve.js";
import { createRequest } from "./made-request.js";

/** A request as adapters for serverless platforms make it: its length is a number. */
function createNumbers(more: object = {}): ReturnType<typeof createRequest> {
  const headers = { host: "app", "content-length": 2, "x-visitor": "203.0.113.7", ...more };
  return createRequest({}, { headers: headers as never });
}

const respond = (): ServerResponse => ({ statusCode: 200 }) as ServerResponse;

describe("a request whose headers contain numbers", () => {
  it("passes a rewrite, which receives them as text", () => {
    const req = createNumbers();
    const seen: unknown[] = [];
    const read = map("content-length", (value) => {
      seen.push(value);
      return value;
    });
    const res = respond();
    const listener = proxyFix((resolved) => void seen.push(resolved.proxyFix.clientAddress));
    rewriteHeaders(rewriteHeaders(listener, copy("x-visitor", "x-forwarded-for")), read)(
      req as unknown as IncomingMessage,
      res,
    );
    expect([seen, res.statusCode]).toEqual([["2", "203.0.113.7"], 200]);
  });

  it("is resolved by them, and again", () => {
    const req = createNumbers({ host: 5, "x-forwarded-port": 8443, "x-forwarded-proto": ["https"], "x-real-ip": 7 });
    const adapter = compileAdapter({ xPort: 1 });
    for (let time = 0; time < 2; time += 1) {
      resolveIncoming(adapter, req);
      expect(resolutionOf(req)).toMatchObject({ proto: "https", port: 8443 });
      expect(req.headers).toMatchObject({ "x-forwarded-port": "8443", "x-forwarded-proto": "https" });
      expect(req.headers).not.toHaveProperty("x-real-ip");
    }
  });

  it("has none of a header that is neither text nor a number", () => {
    const req = createNumbers({ "x-forwarded-host": null, "x-forwarded-port": {}, "x-a": true, "x-b": Symbol("b") });
    const adapter = compileAdapter({ xHost: 1, xPort: 1 });
    for (let time = 0; time < 2; time += 1) resolveIncoming(adapter, req);
    expect(resolutionOf(req)).toMatchObject({ host: "app", port: 80 });
    expect(() => rewriteIncoming(copy("x-visitor", "x-forwarded-for"), req)).not.toThrow();
    expect(resolutionOf(req)).toMatchObject({ clientAddress: "203.0.113.7" });
  });

  it("passes a rewrite on Express", async () => {
    const app = express();
    app.use((req, _res, next) => {
      Object.assign(req.headers, { "content-length": 0, "x-forwarded-port": 8443 });
      next();
    });
    app.use(fixExpress({ xPort: 1 }), rewriteExpress(copy("x-visitor", "x-forwarded-for")));
    app.get("/", (req, res) => void res.json([req.ip, req.proxyFix.port]));
    const answer = await (await serve(createServer(app))).get("/", { "X-Visitor": "203.0.113.7" });
    expect(JSON.parse(answer.body)).toEqual(["203.0.113.7", 8443]);
  });

  it("passes a rewrite on Fastify, if a hook has assigned them", async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    app.addHook("onRequest", async (request) => {
      request.headers = { ...request.headers, "content-length": 0 as never, "x-visitor": "203.0.113.7" };
    });
    await app.register(fixFastify);
    await app.register(rewriteFastify, { rewrite: copy("x-visitor", "x-copy") });
    app.get("/", async ({ headers }) => headers["x-copy"]);
    expect((await app.inject("/")).body).toBe("203.0.113.7");
  });
});
