import { createServer, type Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { onTestFinished } from "vitest";
import { proxyFix as proxyFixExpress } from "../../src/adapters/express.js";
import { proxyFix as proxyFixFastify } from "../../src/adapters/fastify.js";
import { proxyFix as proxyFixHapi } from "../../src/adapters/hapi.js";
import { proxyFix as proxyFixHono } from "../../src/adapters/hono.js";
import { proxyFix as proxyFixKoa } from "../../src/adapters/koa.js";
import { proxyFix as proxyFixNode, proxyFixServer, resolutionOf } from "../../src/adapters/node.js";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { createServer as createHapi } from "../adapters/hapi/server.js";
import { express4, fastify4, koa2 } from "../contract/older.js";
import { serve, type Running } from "../frameworks/serve.js";

/** Starts an application that answers with the client's address. */
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

async function startHapi(options: AdapterOptions): Promise<Running> {
  const server = createHapi();
  await server.register({ plugin: proxyFixHapi, options });
  server.route({ method: "GET", path: "/", handler: (request) => request.info.remoteAddress });
  await server.start();
  return serve(server.listener as Server);
}

function startHono(options: AdapterOptions): Promise<Running> {
  const app = new Hono().use(proxyFixHono(options)).get("/", (c) => c.text(c.get("proxyFix").clientAddress ?? ""));
  return serve(createAdaptorServer(app) as Server);
}

/** The adapters whose requests come from a server of Node, for `describe.each`. */
export const ADAPTERS: readonly [string, Start][] = [
  [
    "proxyFix of node:http",
    (options) => serve(proxyFixNode((req, res) => res.end(req.proxyFix.clientAddress), options)),
  ],
  [
    "proxyFixServer",
    (options) =>
      serve(
        proxyFixServer(
          createServer((req, res) => res.end(resolutionOf(req)?.clientAddress)),
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
  ["hapi", startHapi],
  ["Hono", startHono],
];
