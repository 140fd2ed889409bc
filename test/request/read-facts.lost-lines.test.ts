import express from "express";
import fastify from "fastify";
import Koa from "koa";
import type { RequestListener } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";

import * as expressAdapter from "../../src/adapters/express.js";
import * as fastifyAdapter from "../../src/adapters/fastify.js";
import * as koaAdapter from "../../src/adapters/koa.js";
import * as nodeAdapter from "../../src/adapters/node.js";
import { move, remove } from "../../src/rewrite/index.js";
import { serve } from "../frameworks/serve.js";

const TRUSTING = { xProto: 0, trustedPeers: "loopback" } as const;

/**
 * Node's parser keeps the first thousand lines: the client's X-Forwarded-For, not the proxy's at the end. A layer in front
 * deletes the lines between the two, so that few are left when proxyFix resolves the request.
 */
function flood(name: string, version = "1.1"): string {
  return (
    `GET / HTTP/${version}\r\nHost: app\r\nX-Forwarded-For: 6.6.6.6\r\n` +
    `${name}:\r\n`.repeat(1008) +
    // Node drops this from the headers, and may leave it among the lines.
    "X-Real-IP: 6.6.6.6\r\n" +
    `${name}:\r\n`.repeat(92) +
    "X-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n"
  );
}

async function listenFastify(
  plugins: (app: ReturnType<typeof fastify>) => Promise<void>,
  rewrites: boolean,
): Promise<RequestListener> {
  const app = fastify(rewrites ? { rewriteUrl: fastifyAdapter.rewriteUrl(TRUSTING) } : {});
  onTestFinished(() => app.close());
  await plugins(app);
  app.get("/", (request) => request.ip);
  await app.ready();
  return (req, res) => app.routing(req, res);
}

const SET_UPS: Readonly<Record<string, [name: string, start: () => RequestListener | Promise<RequestListener>]>> = {
  "node:http": [
    "x-internal-",
    () => {
      const inner = nodeAdapter.proxyFix((req, res) => res.end(req.proxyFix.clientAddress), TRUSTING);
      return nodeAdapter.rewriteHeaders(inner, remove("x-internal-*"));
    },
  ],
  Express: [
    "x-i",
    () =>
      express()
        .use(expressAdapter.rewriteHeaders(remove("x-i*")), expressAdapter.proxyFix(TRUSTING))
        .get("/", (req, res) => void res.send(req.ip)),
  ],
  Koa: [
    "x-f",
    () => {
      const app = new Koa({ env: "test" })
        .use(koaAdapter.rewriteHeaders(move("x-f", "x-forwarded-host")))
        .use(koaAdapter.proxyFix(TRUSTING))
        .use((ctx) => {
          ctx.body = ctx.ip;
        });
      app.silent = true;
      return app.callback() as RequestListener;
    },
  ],
  Fastify: [
    "x-internal-",
    () =>
      listenFastify(async (app) => {
        await app.register(fastifyAdapter.rewriteHeaders, { rewrite: remove("x-internal-*") });
        await app.register(fastifyAdapter.proxyFix, TRUSTING);
      }, false),
  ],
  "Fastify with a rewriteUrl that deletes vendor headers": [
    "proxy",
    () =>
      listenFastify(async (app) => {
        await app.register(fastifyAdapter.proxyFix, TRUSTING);
      }, true),
  ],
};

describe("a request whose header lines the parser dropped", () => {
  it.each(Object.entries(SET_UPS))(
    "is refused by %s if a layer in front has deleted most of the others",
    async (_title, [name, start]) => {
      const { open } = await serve(await start());
      const answer = await open().exchange(flood(name));
      expect(answer.status).toBe(431);
      expect(JSON.stringify(answer)).not.toContain("6.6.6.6");
    },
  );

  it.each(["0.9", "2.0"])("is refused if its request line has the version HTTP/%s", async (version) => {
    const { open } = await serve(nodeAdapter.proxyFix((_req, res) => res.end("accepted"), TRUSTING));
    const answer = await open().exchange(flood("x-internal-", version));
    expect([answer.status, answer.body.includes("accepted")]).toEqual([431, false]);
  });

  it("shows no unverified header to an error handler, in whatever lines the parser left it", async () => {
    const show: express.ErrorRequestHandler = (_error, req, res, _next) => {
      res.json([req.headers, req.rawHeaders, req.headersDistinct]);
    };
    const { open } = await serve(express().use(expressAdapter.proxyFix(TRUSTING), show));
    const answer = await open().exchange(flood("x-internal-"));
    // Newer versions of Node refuse such a request themselves.
    expect(answer.body.includes("x-internal-")).toBe(Number.parseInt(process.versions.node, 10) < 22);
    expect(answer.body).not.toMatch(/6\.6\.6\.6|203\.0\.113\.9/);
  });
});
