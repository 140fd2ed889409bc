import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import express, { type Express, type RequestHandler } from "express";
import Hapi from "@hapi/hapi";
import fastify from "fastify";
import Koa, { type Middleware } from "koa";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import * as expressAdapter from "../../src/adapters/express.js";
import * as fastifyAdapter from "../../src/adapters/fastify.js";
import * as fetchAdapter from "../../src/adapters/fetch.js";
import * as hapiAdapter from "../../src/adapters/hapi.js";
import * as koaAdapter from "../../src/adapters/koa.js";
import * as nodeAdapter from "../../src/adapters/node.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "./serve.js";

/** Imports a module and its dependencies a second time, like a second version in node_modules. */
async function importAgain<Module>(path: string): Promise<Module> {
  vi.resetModules();
  return (await import(path)) as Module;
}

/** Loads a framework a second time. */
function requireAgain<Framework>(name: string): Framework {
  const require = createRequire(import.meta.url);
  const known = { ...require.cache };
  for (const path of Object.keys(require.cache)) delete require.cache[path];
  const framework = require(name) as Framework;
  Object.assign(require.cache, known);
  return framework;
}

describe("the last of two copies of this package on one request", () => {
  it("leaves a header alone whose name resembles the name of a forwarding header", async () => {
    const other = await importAgain<typeof nodeAdapter>("../../src/adapters/node.js");
    const answer = (req: IncomingMessage, res: ServerResponse): unknown =>
      res.end(JSON.stringify([req.headers["x-aaaaaa-ip"], req.headersDistinct["x-aaaaaa-ip"]]));
    const { get } = await serve(nodeAdapter.proxyFix(other.proxyFix(answer)));
    expect((await get("/", { ...THROUGH_PROXY, "X-Aaaaaa-Ip": "hello" })).body).toBe('["hello",["hello"]]');
  });

  it("determines the client of a fetch handler, and watches the constructor Request once", async () => {
    const other = await importAgain<typeof fetchAdapter>("../../src/adapters/fetch.js");
    const answer = (request: Request, server: { readonly requestIP: (request: Request) => unknown }): unknown => {
      const { url, headers } = new Request(request);
      return { url, header: headers.get("x-forwarded-for"), ip: server.requestIP(request) };
    };
    const handler = fetchAdapter.proxyFix(other.proxyFix(answer, { xFor: 2, xProto: 2 }), ONE_PROXY);
    const visit = (): unknown => {
      const headers = {
        host: "app.test",
        "x-forwarded-for": "198.51.100.7, 192.0.2.1",
        "x-forwarded-proto": "https,http",
      };
      return handler(new Request("http://app.test/a", { headers }), { requestIP: () => null });
    };
    const ip = { address: "198.51.100.7", family: "IPv4", port: 0 };
    const seen = { url: "https://app.test/a", header: "198.51.100.7, 192.0.2.1", ip };
    expect(visit()).toEqual(seen);
    const watched = globalThis.Request;
    expect([visit(), visit()]).toEqual([seen, seen]);
    expect(globalThis.Request).toBe(watched);
  });

  it("determines the client address on Express, Koa, Fastify and hapi", async () => {
    const answer: RequestHandler = (req, res) => void res.json(req.ip);
    const otherExpress = await importAgain<typeof expressAdapter>("../../src/adapters/express.js");
    const onExpress = express().use(expressAdapter.proxyFix(ONE_PROXY), otherExpress.proxyFix({ xFor: 2 }), answer);
    const answerAsJson: Middleware = (ctx) => {
      ctx.body = JSON.stringify(ctx.ip);
    };
    const otherKoa = await importAgain<typeof koaAdapter>("../../src/adapters/koa.js");
    const onKoa = new Koa()
      .use(koaAdapter.proxyFix(ONE_PROXY))
      .use(otherKoa.proxyFix({ xFor: 2 }))
      .use(answerAsJson)
      .callback();
    const otherFastify = await importAgain<typeof fastifyAdapter>("../../src/adapters/fastify.js");
    const app = fastify();
    onTestFinished(() => app.close());
    await app.register(fastifyAdapter.proxyFix, ONE_PROXY);
    await app.register(otherFastify.proxyFix, { xFor: 2 });
    app.get("/", (request, reply) => reply.send(JSON.stringify(request.ip)));
    await app.ready();
    const otherHapi = await importAgain<typeof hapiAdapter>("../../src/adapters/hapi.js");
    const server = Hapi.server();
    await server.register({ plugin: hapiAdapter.proxyFix, options: ONE_PROXY });
    await server.register({ plugin: otherHapi.proxyFix, options: { xFor: 2 } });
    server.route({ method: "GET", path: "/", handler: (request) => JSON.stringify(request.info.remoteAddress) });
    const listeners: ((req: IncomingMessage, res: ServerResponse) => unknown)[] = [
      onExpress,
      onKoa,
      app.routing.bind(app),
      (req, res) => server.listener.emit("request", req, res),
    ];
    for (const listener of listeners) {
      const { get } = await serve((req, res) => {
        listener(req, res);
      });
      expect((await get("/", THROUGH_PROXY)).body).toBe('"6.6.6.6"');
    }
  });
});

describe("two copies of Express", () => {
  const copyOfExpress = requireAgain<typeof express>("express");
  const answer: RequestHandler = (req, res) => void res.json([req.ip, req.hostname]);
  const resolved = ["198.51.100.7", "example.com"];
  const fix = expressAdapter.proxyFix(ONE_PROXY);

  async function getJson(app: Express): Promise<unknown> {
    const { get } = await serve(app);
    return JSON.parse((await get("/", THROUGH_PROXY)).body);
  }

  it("have different request prototypes", () => {
    expect(copyOfExpress.request === express.request).toBe(false);
  });

  it("both resolve the requests of their own applications", async () => {
    for (const create of [express, copyOfExpress]) expect(await getJson(create().use(fix, answer))).toEqual(resolved);
  });

  it("resolve a request if an application of one is mounted in an application of the other", async () => {
    expect(await getJson(express().use(fix, copyOfExpress().use(answer)))).toEqual(resolved);
  });

  it("do not share a client address if an application of one that has no proxyFix is called as a function", async () => {
    const fresh = requireAgain<typeof express>("express");
    const call = (app: Express, ...before: RequestHandler[]): Express =>
      express().use(...before, (req, res, next) => void app(req, res, next));
    expect(await getJson(call(fresh().use(answer), fix))).toEqual(["127.0.0.1", "example.com"]);
    // Remedies: `socket: true`, or proxyFix in that application too.
    const viaSocket = expressAdapter.proxyFix({ ...ONE_PROXY, socket: true });
    expect(await getJson(call(fresh().use(answer), viaSocket))).toEqual(resolved);
    expect(await getJson(call(fresh().use(fix, answer), fix))).toEqual(resolved);
  });
});

describe("headersDistinct in an application of another copy of Express that is called as a function", () => {
  const read: RequestHandler = (req, _res, next) => {
    expect(req.headersDistinct["x-real-ip"]).toEqual(["6.6.6.6"]);
    next();
  };

  it.each<[string, RequestHandler[]]>([
    ["before", [read]],
    ["only afterwards", []],
  ])("contains believed values alone if it was read %s", async (_when, before) => {
    const inner = requireAgain<typeof express>("express")().use((req, res) => void res.json(req.headersDistinct));
    const call: RequestHandler = (req, res, next) => void inner(req, res, next);
    const { get } = await serve(express().use(...before, expressAdapter.proxyFix(ONE_PROXY), call));
    const shown = JSON.parse((await get("/", { ...THROUGH_PROXY, "X-Real-IP": "6.6.6.6" })).body) as object;
    expect(shown).toMatchObject({ "x-forwarded-for": ["198.51.100.7"] });
    expect(shown).not.toHaveProperty("x-real-ip");
  });
});

describe("two copies of Koa", () => {
  type App = new () => Koa;
  const answer: Middleware = (ctx) => {
    ctx.body = { ip: ctx.ip, host: ctx.host };
  };

  async function getJson(outer: Koa, inner: Koa): Promise<unknown> {
    const called = inner.use(answer).callback();
    outer.use((ctx) => {
      ctx.respond = false;
      return called(ctx.req, ctx.res);
    });
    const listener = outer.callback();
    const { get } = await serve((req, res) => void listener(req, res));
    return JSON.parse((await get("/", THROUGH_PROXY)).body);
  }

  it("do not share a client address if an application of one that has no proxyFix is called as a function", async () => {
    const Copy = requireAgain<App>("koa");
    const outer = new Koa().use(koaAdapter.proxyFix(ONE_PROXY));
    expect(await getJson(outer, new Copy())).toEqual({ ip: "127.0.0.1", host: "example.com" });
    // Remedies: proxyFix in that application too, or `socket: true`.
    const own = new Copy().use(koaAdapter.proxyFix(ONE_PROXY));
    expect(await getJson(new Koa().use(koaAdapter.proxyFix(ONE_PROXY)), own)).toEqual({
      ip: "198.51.100.7",
      host: "example.com",
    });
    const viaSocket = new Koa().use(koaAdapter.proxyFix({ ...ONE_PROXY, socket: true }));
    const Fresh = requireAgain<App>("koa");
    expect(await getJson(viaSocket, new Fresh())).toEqual({ ip: "198.51.100.7", host: "example.com" });
  });
});
