import connect from "connect";
import fastify from "fastify";
import Koa from "koa";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import polka from "polka";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import * as expressAdapter from "../../src/adapters/express.js";
import * as fastifyAdapter from "../../src/adapters/fastify.js";
import * as koaAdapter from "../../src/adapters/koa.js";
import { serve } from "./serve.js";

const REFUSING = { allowedHosts: ["shop.example"] };
const close = (res: ServerResponse): unknown => res.writeHead(503).end("closed");

/** Applications that answer a request, and then run proxyFix, which refuses it. */
const SUBJECTS: Readonly<Record<string, () => RequestListener | Promise<RequestListener>>> = {
  Connect: () =>
    connect()
      .use((_req: IncomingMessage, res: ServerResponse, next: () => void) => {
        close(res);
        next();
      })
      .use(expressAdapter.proxyFix(REFUSING)),
  Polka: () => {
    const app = polka().use((_req, res, next) => {
      close(res);
      next();
    }, expressAdapter.proxyFix(REFUSING) as never); // prettier-ignore
    return (req, res) => {
      app.handler(req as never, res);
    };
  },
  Koa: () => {
    const app = new Koa()
      .use((ctx, next) => {
        ctx.respond = false;
        close(ctx.res);
        return next();
      })
      .use(koaAdapter.proxyFix(REFUSING));
    app.silent = true;
    const listener = app.callback();
    return (req, res) => void listener(req, res);
  },
  Fastify: async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    app.addHook("onRequest", (_request, reply, done) => {
      close(reply.raw);
      done();
    });
    await app.register(fastifyAdapter.proxyFix, REFUSING);
    await app.ready();
    return (req, res) => app.routing(req, res);
  },
};

describe.each(Object.entries(SUBJECTS))("%s", (_name, start) => {
  it("sends no second answer and throws nothing if a refused request has been answered already", async () => {
    const failed = vi.fn();
    for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, failed);
    onTestFinished(() => {
      for (const event of ["uncaughtException", "unhandledRejection"]) process.off(event, failed);
    });
    const { get } = await serve(await start());
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await get("/");
      expect([status, body]).toEqual([503, "closed"]);
    }
    expect(failed).not.toHaveBeenCalled();
  });
});
