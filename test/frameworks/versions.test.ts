import express, { type RequestHandler } from "express";
import fastify from "fastify";
import type { IncomingMessage, RequestListener } from "node:http";
import Koa, { type Middleware } from "koa";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";

import * as expressAdapter from "../../src/adapters/express.js";
import * as fastifyAdapter from "../../src/adapters/fastify.js";
import * as koaAdapter from "../../src/adapters/koa.js";
import * as nodeAdapter from "../../src/adapters/node.js";
import { copy } from "../../src/rewrite/index.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "./serve.js";

/** The adapters of another version of this package, as a second one in node_modules. */
interface OtherVersion {
  readonly express: typeof expressAdapter;
  readonly fastify: typeof fastifyAdapter;
  readonly koa: typeof koaAdapter;
  readonly node: typeof nodeAdapter;
}

const other = {} as { -readonly [Name in keyof OtherVersion]: OtherVersion[Name] };

beforeAll(async () => {
  vi.resetModules();
  vi.doMock("../../src/version.js", () => ({ VERSION: "99.0.0" }));
  other.express = await import("../../src/adapters/express.js");
  other.fastify = await import("../../src/adapters/fastify.js");
  other.koa = await import("../../src/adapters/koa.js");
  other.node = await import("../../src/adapters/node.js");
});
afterAll(() => {
  vi.doUnmock("../../src/version.js");
});

async function getBody(listener: RequestListener, lines: Readonly<Record<string, string>> = THROUGH_PROXY) {
  const { get } = await serve(listener);
  return (await get("/", lines)).body;
}

const TWO_PROXIES = { xFor: 2, xHost: 2, xProto: 0 } as const;

describe("a request that two versions of this package resolve", () => {
  const answer: RequestHandler = (req, res) =>
    void res.json([req.ip, req.host, req.protocol, req.proxyFix.clientAddress]);
  const lastWins = JSON.stringify(["6.6.6.6", "evil.example", "http", "6.6.6.6"]);

  it("has the last one's values on Express, whichever prepared the prototype first", async () => {
    const fix = expressAdapter.proxyFix(ONE_PROXY);
    const otherFix = other.express.proxyFix(TWO_PROXIES);
    expect(await getBody(express().use(fix, otherFix, answer))).toBe(lastWins);
    const swapped = [other.express.proxyFix(ONE_PROXY), expressAdapter.proxyFix(TWO_PROXIES)];
    expect(await getBody(express().use(...swapped, answer))).toBe(lastWins);
  });

  it("has the last one's values on Koa", async () => {
    const show: Middleware = (ctx) => {
      ctx.body = JSON.stringify([ctx.ip, ctx.host, ctx.protocol, ctx.proxyFix.clientAddress]);
    };
    for (const [first, last] of [
      [koaAdapter, other.koa],
      [other.koa, koaAdapter],
    ] as const) {
      const listener = new Koa().use(first.proxyFix(ONE_PROXY)).use(last.proxyFix(TWO_PROXIES)).use(show).callback();
      expect(await getBody((req, res) => void listener(req, res))).toBe(lastWins);
    }
  });

  it("has the last one's values on Fastify, whose getters are the first one's", async () => {
    for (const [first, last] of [
      [fastifyAdapter, other.fastify],
      [other.fastify, fastifyAdapter],
    ] as const) {
      const app = fastify();
      onTestFinished(() => app.close());
      await app.register(first.proxyFix, ONE_PROXY);
      await app.register(last.proxyFix, TWO_PROXIES);
      app.get("/", ({ ip, host, protocol, proxyFix }) => [ip, host, protocol, proxyFix.clientAddress]);
      await app.ready();
      expect(await getBody((req, res) => app.routing(req, res))).toBe(lastWins);
    }
  });

  it("has the last one's values on node:http, in the property that the first one has set", async () => {
    const read = (req: IncomingMessage, res: { end(text: string): void }): void => {
      const { proxyFix } = req as IncomingMessage & { proxyFix: nodeAdapter.AdapterResolution };
      res.end(JSON.stringify([proxyFix.clientAddress, nodeAdapter.resolutionOf(req) === proxyFix, other.node.resolutionOf(req) === proxyFix])); // prettier-ignore
    };
    const app = express().use(other.express.proxyFix(TWO_PROXIES), read);
    expect(await getBody(nodeAdapter.proxyFix(app, ONE_PROXY))).toBe('["6.6.6.6",true,true]');
    expect(await getBody(nodeAdapter.proxyFix(other.node.proxyFix(read, TWO_PROXIES), ONE_PROXY))).toBe('["6.6.6.6",true,true]'); // prettier-ignore
  });

  it("has its received headers again if the last one keeps headers", async () => {
    const read: RequestListener = (req, res) => void res.end(JSON.stringify(req.headers));
    const keep = other.node.proxyFix(read, { ...ONE_PROXY, forwardedHeaders: "keep" });
    const shown = JSON.parse(await getBody(nodeAdapter.proxyFix(keep, ONE_PROXY))) as object;
    expect(shown).toMatchObject({
      host: "app:3000",
      "x-forwarded-for": "6.6.6.6, 198.51.100.7",
      "x-forwarded-host": "evil.example, example.com",
      "x-real-ip": "6.6.6.6",
    });
  });

  it("has one prefix in its URLs", async () => {
    const prefixed = { ...ONE_PROXY, xPrefix: 1 };
    const urls: RequestHandler = (req, res) => void res.json([req.baseUrl, req.url, req.originalUrl]);
    const app = express().use(other.express.proxyFix(prefixed), urls);
    expect(await getBody(nodeAdapter.proxyFix(app, prefixed))).toBe('["/shop","/","/shop/"]');
    expect(await getBody(express().use(expressAdapter.proxyFix(prefixed)).use(app))).toBe('["/shop","/","/shop/"]');
  });
});

describe("headers that one version of this package rewrote", () => {
  const LINES = { ...THROUGH_PROXY, "X-Client": "203.0.113.9" };
  const rewrite = copy("x-client", "x-forwarded-for");
  const answer: RequestHandler = (req, res) => void res.end(`${req.ip} ${String(req.headers["x-forwarded-for"])}`);

  it("are those that another version resolves, before it has seen the request and after", async () => {
    const fix = expressAdapter.proxyFix(ONE_PROXY);
    const rewrites = other.express.rewriteHeaders(rewrite);
    expect(await getBody(express().use(rewrites, fix, answer), LINES)).toBe("203.0.113.9 203.0.113.9");
    expect(await getBody(express().use(fix, rewrites, fix, answer), LINES)).toBe("203.0.113.9 203.0.113.9");
  });

  it("are seen by Fastify's log before the hooks of another version ran", async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    const seen: string[] = [];
    const outer = other.node.rewriteHeaders((req, res) => app.routing(req, res), rewrite);
    app.addHook("onRequest", (request, _reply, done) => {
      seen.push(request.ip);
      done();
    });
    await app.register(fastifyAdapter.proxyFix, ONE_PROXY);
    app.get("/", (request) => request.ip);
    await app.ready();
    expect(await getBody(outer, LINES)).toBe("203.0.113.9");
    expect(seen).toEqual(["203.0.113.9"]);
  });
});
