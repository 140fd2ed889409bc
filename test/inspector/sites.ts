import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import Hapi from "@hapi/hapi";
import connect from "connect";
import express5 from "express";
import fastify5 from "fastify";
import { Hono } from "hono";
import koa3, { type Context } from "koa";
import mountKoa from "koa-mount";
import polka from "polka";
import { toNodeHandler } from "srvx/node";

import * as express from "../../src/adapters/express.js";
import * as fastify from "../../src/adapters/fastify.js";
import * as fetch from "../../src/adapters/fetch.js";
import * as hapi from "../../src/adapters/hapi.js";
import * as hono from "../../src/adapters/hono.js";
import * as koa from "../../src/adapters/koa.js";
import * as node from "../../src/adapters/node.js";
import type { Inspector } from "../../src/inspector/index.js";
import { express4, fastify4, koa2 } from "../contract/older.js";

/** The text of the application behind the inspector. */
export const APPLICATION = "the application";
/** The path at which the inspector is mounted. */
export const MOUNT = "/inspector";

/** What a site is built of. */
interface Plan {
  readonly inspect: Inspector;
  /** Whether the inspector stands at a path of its own, or answers every path. */
  readonly isMounted: boolean;
  /** The options of proxyFix in front of the inspector; undefined without it. */
  readonly fix: { readonly xPrefix: number; readonly xHost: number; readonly trustedPeers: "loopback" } | undefined;
}

/** How an application of a framework mounts the inspector. */
export interface Site {
  readonly name: string;
  /** Whether the application behind the inspector answers if it is off. */
  readonly hasApplication: boolean;
  build(plan: Plan): Server | Promise<Server>;
}

const sendApplication = (_: IncomingMessage, res: ServerResponse): void => void res.end(APPLICATION);

function buildNode({ inspect, isMounted, fix }: Plan): Server {
  const listener: RequestListener = (req, res) =>
    !isMounted || req.url?.startsWith(MOUNT) ? inspect(req, res) : sendApplication(req, res);
  return createServer(fix === undefined ? listener : node.proxyFix(listener, fix));
}

function buildNodeWithNext({ inspect, fix }: Plan): Server {
  const listener: RequestListener = (req, res) => inspect(req, res, () => sendApplication(req, res));
  return createServer(fix === undefined ? listener : node.proxyFix(listener, fix));
}

type Express = typeof express5;

function buildExpress(create: Express, { inspect, isMounted, fix }: Plan): Server {
  const app = create();
  if (fix !== undefined) app.use(express.proxyFix(fix));
  if (isMounted) app.use(MOUNT, inspect);
  else app.use(inspect);
  app.use(sendApplication);
  return createServer(app);
}

function buildConnect({ inspect, isMounted, fix }: Plan): Server {
  const app = connect();
  if (fix !== undefined) app.use(express.proxyFix(fix));
  app.use(isMounted ? MOUNT : "/", inspect);
  app.use(sendApplication);
  return createServer(app);
}

function buildPolka({ inspect, isMounted, fix }: Plan): Server {
  const app = polka({ onNoMatch: sendApplication });
  if (fix !== undefined) app.use(express.proxyFix(fix));
  app.use(isMounted ? MOUNT : "/", inspect);
  return createServer((req, res) => {
    app.handler(req as never, res);
  });
}

function buildKoa(create: typeof koa3, { inspect, isMounted, fix }: Plan): Server {
  const app = new create();
  if (fix !== undefined) app.use(koa.proxyFix(fix));
  app.use(isMounted ? mountKoa(MOUNT, inspect) : inspect);
  app.use((ctx: Context) => void (ctx.body = APPLICATION));
  return createServer(app.callback() as RequestListener);
}

async function buildFastify(create: typeof fastify5, { inspect, isMounted, fix }: Plan): Promise<Server> {
  const app = create();
  if (fix !== undefined) await app.register(fastify.proxyFix, fix);
  app.get(isMounted ? MOUNT : "/*", inspect);
  app.setNotFoundHandler((_, reply) => reply.code(404).send("no such page"));
  await app.ready();
  return app.server;
}

async function buildHapi({ inspect, isMounted, fix }: Plan): Promise<Server> {
  const listener = createServer();
  const server = Hapi.server({ listener, autoListen: false });
  if (fix !== undefined) await server.register({ plugin: hapi.proxyFix, options: fix });
  server.route({ method: "GET", path: isMounted ? MOUNT : "/{path*}", handler: inspect });
  await server.start();
  return listener;
}

function buildHono({ inspect, isMounted, fix }: Plan): Server {
  const app = new Hono();
  if (fix !== undefined) app.use(hono.proxyFix(fix));
  app.get(isMounted ? MOUNT : "*", inspect);
  app.all("*", (c) => c.text(APPLICATION));
  return createAdaptorServer(app) as Server;
}

function buildSrvx({ inspect, isMounted, fix }: Plan): Server {
  const handler = (request: Request): Response =>
    !isMounted || new URL(request.url).pathname === MOUNT ? inspect(request) : new Response(APPLICATION);
  return createServer(toNodeHandler(fix === undefined ? handler : fetch.proxyFix(handler, fix)) as RequestListener);
}

export const sites: readonly Site[] = [
  { name: "node:http", hasApplication: false, build: buildNode },
  { name: "node:http with next", hasApplication: true, build: buildNodeWithNext },
  { name: "Express 4", hasApplication: true, build: (plan) => buildExpress(express4 as Express, plan) },
  { name: "Express 5", hasApplication: true, build: (plan) => buildExpress(express5, plan) },
  { name: "Connect", hasApplication: true, build: buildConnect },
  { name: "Polka", hasApplication: true, build: buildPolka },
  { name: "Koa 2", hasApplication: true, build: (plan) => buildKoa(koa2, plan) },
  { name: "Koa 3", hasApplication: true, build: (plan) => buildKoa(koa3, plan) },
  { name: "Fastify 4", hasApplication: false, build: (plan) => buildFastify(fastify4, plan) },
  { name: "Fastify 5", hasApplication: false, build: (plan) => buildFastify(fastify5, plan) },
  { name: "hapi", hasApplication: false, build: buildHapi },
  { name: "Hono", hasApplication: true, build: buildHono },
  { name: "fetch, by srvx", hasApplication: false, build: buildSrvx },
];
