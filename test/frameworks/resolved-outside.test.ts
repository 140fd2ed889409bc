import express5, { type RequestHandler } from "express";
import koa3, { type Context } from "koa";
import { createServer, type RequestListener } from "node:http";
import { describe, expect, it } from "vitest";

import * as expressAdapter from "../../src/adapters/express.js";
import * as koaAdapter from "../../src/adapters/koa.js";
import { proxyFixServer } from "../../src/adapters/node.js";
import { express4, koa2 } from "../contract/older.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "./serve.js";

/** Answers a request that only proxyFixServer resolved, before and after another one passed the middleware. */
async function visit(listener: RequestListener): Promise<readonly string[]> {
  const { get } = await serve(proxyFixServer(createServer(listener), ONE_PROXY));
  const bodies: string[] = [];
  for (const target of ["/outside", "/inside", "/outside"]) bodies.push((await get(target, THROUGH_PROXY)).body);
  return bodies;
}

const expected = Array.from({ length: 3 }, () => "198.51.100.7 https example.com 198.51.100.7");

describe("a request that only proxyFixServer resolved, in an application whose middleware it does not pass,", () => {
  it.each([
    ["Express 4", express4],
    ["Express 5", express5],
  ] as const)("has the resolved values in %s, also before any request passed the middleware", async (_name, create) => {
    const answer: RequestHandler = (req, res) =>
      void res.end([req.ip, req.protocol, req.hostname, (req.proxyFix as { clientAddress?: string } | undefined)?.clientAddress].join(" ")); // prettier-ignore
    const app = create().use("/inside", expressAdapter.proxyFix(ONE_PROXY));
    expect(await visit(app.use(answer))).toEqual(expected);
  });

  it.each([
    ["Koa 2", koa2],
    ["Koa 3", koa3],
  ] as const)("has the resolved values in %s, also before any request passed the middleware", async (_name, Koa) => {
    const fix = koaAdapter.proxyFix(ONE_PROXY);
    const listener = new Koa()
      .use((ctx, next) => (ctx.path === "/inside" ? fix(ctx, next) : next()))
      .use((ctx) => {
        const { ip, protocol, hostname, proxyFix } = ctx as unknown as Context;
        ctx.body = [ip, protocol, hostname, (proxyFix as { clientAddress?: string } | undefined)?.clientAddress].join(" "); // prettier-ignore
      })
      .callback();
    expect(await visit((req, res) => void listener(req, res))).toEqual(expected);
  });
});

describe("an application of another copy of Express that is called as a function", () => {
  it.each([
    ["4 in 5", express5, express4],
    ["5 in 4", express4, express5],
  ] as const)("has the resolved values if both copies are loaded, %s", async (_name, outer, inner) => {
    const app = inner().use((req, res) => void res.json([req.ip, req.protocol, req.proxyFix.clientAddress]));
    const { get } = await serve(outer().use(expressAdapter.proxyFix(ONE_PROXY), (req, res, next) => void app(req, res, next))); // prettier-ignore
    expect((await get("/", THROUGH_PROXY)).body).toBe('["198.51.100.7","https","198.51.100.7"]');
  });
});
