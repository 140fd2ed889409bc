import Hapi from "@hapi/hapi";
import connect from "connect";
import express from "express";
import fastify from "fastify";
import type { RequestListener } from "node:http";
import Koa from "koa";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";

import { rewriteEnviron } from "../../src/adapters/environ.js";
import * as expressAdapter from "../../src/adapters/express.js";
import * as fastifyAdapter from "../../src/adapters/fastify.js";
import * as hapiAdapter from "../../src/adapters/hapi.js";
import * as koaAdapter from "../../src/adapters/koa.js";
import * as nodeAdapter from "../../src/adapters/node.js";
import { copy, pipe, when, type Rewrite } from "../../src/rewrite/index.js";
import { listenForWarnings } from "../request/warnings.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "./serve.js";

/** Starts an application with a rewrite, proxyFix and a handler that answers with the client's address. */
const SUBJECTS: Readonly<Record<string, (rewrite: Rewrite) => RequestListener | Promise<RequestListener>>> = {
  "node:http": (rewrite) =>
    nodeAdapter.rewriteHeaders(
      nodeAdapter.proxyFix((req, res) => res.end(req.proxyFix.clientAddress), ONE_PROXY),
      rewrite,
    ),
  Express: (rewrite) =>
    express()
      .set("env", "test")
      .use(expressAdapter.rewriteHeaders(rewrite), expressAdapter.proxyFix(ONE_PROXY))
      .use((req, res) => void res.send(req.ip)),
  Connect: (rewrite) => {
    const app = connect();
    Object.assign(app, { env: "test" });
    return app.use(expressAdapter.rewriteHeaders(rewrite)).use(expressAdapter.proxyFix(ONE_PROXY)).use((_req, res: { end(text: string): void }) => res.end("served")); // prettier-ignore
  },
  Koa: (rewrite) => {
    const app = new Koa().use(koaAdapter.rewriteHeaders(rewrite)).use(koaAdapter.proxyFix(ONE_PROXY)).use((ctx) => {
      ctx.body = ctx.ip;
    }); // prettier-ignore
    app.silent = true;
    const listener = app.callback();
    return (req, res) => void listener(req, res);
  },
  Fastify: async (rewrite) => {
    const app = fastify();
    onTestFinished(() => app.close());
    await app.register(fastifyAdapter.rewriteHeaders, { rewrite });
    await app.register(fastifyAdapter.proxyFix, ONE_PROXY);
    app.get("/", (request) => request.ip);
    await app.ready();
    return (req, res) => app.routing(req, res);
  },
  hapi: async (rewrite) => {
    const server = Hapi.server({ debug: false });
    await server.register([
      { plugin: hapiAdapter.rewriteHeaders, options: { rewrite } },
      { plugin: hapiAdapter.proxyFix, options: ONE_PROXY },
    ]);
    server.route({ method: "GET", path: "/", handler: (request) => request.info.remoteAddress });
    return (req, res) => void server.listener.emit("request", req, res);
  },
};

const fail = (): never => {
  throw new Error(`6.6.6.6 on purpose`);
};
const FAILING: Readonly<Record<string, () => unknown>> = {
  "returns nothing": () => undefined,
  "returns null": () => null,
  "returns a promise": () => Promise.resolve({}),
  "returns a promise that fails": () => Promise.reject(new Error("on purpose")),
  throws: fail,
};

afterEach(() => void vi.restoreAllMocks());

describe.each(Object.entries(SUBJECTS))("%s", (_name, start) => {
  it.each(Object.entries(FAILING))("answers with status 500 if a rewrite %s, and stays up", async (_how, failing) => {
    vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
    const isFailing = vi.fn<() => boolean>(() => true);
    const { get } = await serve(await start(when(isFailing, failing as Rewrite)));
    const failed = await get("/", THROUGH_PROXY);
    expect(failed.status).toBe(500);
    expect(failed.body).not.toMatch(/198\.51\.100\.7|served/);
    isFailing.mockReturnValue(false);
    expect((await get("/", THROUGH_PROXY)).body).toMatch(/^(198\.51\.100\.7|served)$/);
  });
});

describe("rewriteHeaders on node:http", () => {
  it("reports a failing rewrite once, with its place and without the text of a request", async () => {
    const warnings = listenForWarnings();
    const { get } = await serve(await SUBJECTS["node:http"]!(when(() => true, fail)));
    for (let time = 0; time < 2; time += 1) {
      expect((await get("/")).body).toBe("Internal Server Error\n");
    }
    expect(warnings()).toHaveLength(1);
    const [message, options] = warnings()[0] as unknown as [string, Record<string, string>];
    expect(message).toContain("(Error)");
    expect(options).toMatchObject({ type: "ProxyFixWarning", code: "PROXYFIX_REWRITE_FAILED" });
    expect(options["detail"]).toMatch(/^ {4}at fail /);
    expect(JSON.stringify(warnings())).not.toContain("on purpose");
  });
});

describe("rewriteEnviron", () => {
  it.each(Object.entries(FAILING))("throws if a rewrite %s", (_how, failing) => {
    expect(() => rewriteEnviron(failing as Rewrite)({ HTTP_HOST: "app" })).toThrow(Error);
  });
});

describe("a function that cannot return the headers at once", () => {
  const deferred = [
    async () => ({}),
    function* generate() {
      yield {};
    },
    async function* generate() {
      yield {};
    },
  ] as unknown as Rewrite[];

  it.each([
    ["rewriteHeaders of Express", (rewrite: Rewrite) => expressAdapter.rewriteHeaders(rewrite)],
    ["rewriteHeaders of Koa", (rewrite: Rewrite) => koaAdapter.rewriteHeaders(rewrite)],
    ["rewriteHeaders of node:http", (rewrite: Rewrite) => nodeAdapter.rewriteHeaders(() => undefined, rewrite)],
    ["rewriteEnviron", (rewrite: Rewrite) => rewriteEnviron(rewrite)],
    ["pipe", (rewrite: Rewrite) => pipe(copy("x-a", "x-b"), rewrite)],
    ["when", (rewrite: Rewrite) => when(() => true, rewrite)],
  ])("is refused by %s", (_name, use) => {
    for (const rewrite of deferred) {
      expect(() => use(rewrite)).toThrow(/Function; expected a plain function that returns the headers at once/);
    }
  });

  it("is refused by Fastify when the application starts", async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    await expect(app.register(fastifyAdapter.rewriteHeaders, { rewrite: deferred[0]! })).rejects.toThrow("at once");
  });

  it("is refused by hapi when the plugin is registered", async () => {
    const plugin = { plugin: hapiAdapter.rewriteHeaders, options: { rewrite: deferred[0]! } };
    await expect(Hapi.server().register(plugin)).rejects.toThrow("at once");
  });
});
