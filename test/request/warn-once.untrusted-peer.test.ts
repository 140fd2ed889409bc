import { createServer } from "node:http";
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { describe, expect, it, onTestFinished } from "vitest";
import { proxyFix as proxyFixExpress } from "../../src/adapters/express.js";
import { proxyFix as proxyFixFastify } from "../../src/adapters/fastify.js";
import { proxyFix as proxyFixKoa } from "../../src/adapters/koa.js";
import { proxyFix as proxyFixNode, proxyFixServer } from "../../src/adapters/node.js";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { express4, fastify4, koa2 } from "../contract/older.js";
import { serve, THROUGH_PROXY, type Running } from "../frameworks/serve.js";
import { listenForWarnings } from "./warnings.js";

/** Starts an application whose peers are trusted only if they are in trustedPeers. */
type Start = (options: AdapterOptions) => Promise<Running>;

async function startFastify(create: typeof fastify, options: AdapterOptions): Promise<Running> {
  const app = create();
  onTestFinished(() => app.close());
  await app.register(proxyFixFastify, options);
  app.get("/", (request) => request.ip);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return serve(app.server);
}

function startKoa(Framework: typeof Koa, options: AdapterOptions): Promise<Running> {
  const app = new Framework().use(proxyFixKoa(options)).use((ctx) => {
    ctx.body = ctx.ip;
  });
  const listener = app.callback();
  return serve((req, res) => void listener(req, res));
}

const ANSWER = (req: express.Request, res: express.Response): void => void res.send(req.ip);

const adapters: readonly [string, Start][] = [
  [
    "proxyFix of node:http",
    (options) => serve(proxyFixNode((req, res) => res.end(req.proxyFix.clientAddress), options)),
  ],
  [
    "proxyFixServer",
    (options) =>
      serve(
        proxyFixServer(
          createServer((req, res) => res.end(req.socket.remoteAddress)),
          options,
        ),
      ),
  ],
  ["Express 5", (options) => serve(express().use(proxyFixExpress(options), ANSWER))],
  ["Express 4", (options) => serve(express4().use(proxyFixExpress(options), ANSWER))],
  ["Koa 3", (options) => startKoa(Koa, options)],
  ["Koa 2", (options) => startKoa(koa2 as never, options)],
  ["Fastify 5", (options) => startFastify(fastify, options)],
  ["Fastify 4", (options) => startFastify(fastify4 as never, options)],
];

const WRONG = { trustedPeers: "10.0.0.0/8", xHost: 1 } as const;

describe.each(adapters)("the adapter %s", (_name, start) => {
  it("warns once if a peer outside trustedPeers sends forwarding headers, and names the change to make", async () => {
    const warnings = listenForWarnings();
    const { get } = await start(WRONG);
    for (let visit = 0; visit < 3; visit++) expect((await get("/", THROUGH_PROXY)).body).toBe("127.0.0.1");
    expect(warnings()).toEqual([
      [
        "A peer outside trustedPeers, 127.0.0.1, sent forwarding headers; proxyFix believed none of them. " +
          "If 127.0.0.1 is your proxy, add it, or the network that it is in, to trustedPeers. " +
          "If it is a client or a service that connected directly, nothing is wrong; `warnings: false` silences this.",
        { type: "ProxyFixWarning", code: "PROXYFIX_UNTRUSTED_PEER" },
      ],
    ]);
  });

  it("warns if strict refuses the request of such a peer", async () => {
    const warnings = listenForWarnings();
    const { get } = await start({ ...WRONG, strict: true });
    expect((await get("/", THROUGH_PROXY)).status).toBe(403);
    expect(warnings()).toHaveLength(1);
  });

  it("emits no warning if the option warnings is false", async () => {
    const warnings = listenForWarnings();
    const { get } = await start({ ...WRONG, warnings: false });
    await get("/", THROUGH_PROXY);
    expect(warnings()).toEqual([]);
  });

  it("emits no warning for a sound set-up: a trusted proxy, its health check, a visitor without such headers", async () => {
    const warnings = listenForWarnings();
    const sound = await start({ trustedPeers: "loopback", xHost: 1 });
    expect((await sound.get("/", THROUGH_PROXY)).status).toBe(200);
    await sound.get("/");
    const direct = await start(WRONG);
    await direct.get("/", { Via: "1.1 cache", "User-Agent": "a" });
    const counts = await start({ xHost: 1 });
    await counts.get("/", THROUGH_PROXY);
    expect(warnings()).toEqual([]);
  });
});
