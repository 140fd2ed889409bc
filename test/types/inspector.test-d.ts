import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import Hapi from "@hapi/hapi";
import connect from "connect";
import express, { Router, type RequestHandler } from "express";
import fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import mount from "koa-mount";
import polka from "polka";
import { inspector, type Inspector, type InspectorOptions } from "proxyfix/inspector";
import { assertType, type IsSame } from "./assert.js";

const inspect: Inspector = inspector({ token: process.env["INSPECTOR_TOKEN"] });
const options: InspectorOptions = {};
inspector(options);

createServer(inspect);
createServer((req, res) => inspect(req, res));
createServer((req, res) => inspect(req, res, () => res.end()));
createHttp2Server((req, res) => inspect(req, res));

express().get("/inspector", inspect);
express().use("/inspector", inspect);
Router().use(inspect).get("/users/:id", inspect);
const handler: RequestHandler = inspect;
express().use(handler);
connect().use("/inspector", inspect);
polka().get("/inspector", inspect).use(inspect);

new Koa().use(inspect);
new Koa().use(mount("/inspector", inspect));
new Koa().use((ctx, next) => (ctx.path === "/inspector" ? inspect(ctx, next) : next()));

new Hono().get("/inspector", inspect);
new Hono().get("/inspector", (c, next) => inspect(c, next));

fastify().get("/inspector", inspect);
fastify().get("/inspector", (request, reply) => inspect(request, reply));

Hapi.server().route({ method: "GET", path: "/inspector", handler: inspect });
Hapi.server().route({ method: "GET", path: "/inspector", handler: (request, h) => inspect(request, h) });

export const serve = (request: Request): Response => {
  const response = inspect(request, { remoteAddr: { hostname: "192.0.2.1" } });
  assertType<IsSame<typeof response, Response>>();
  return response;
};

// @ts-expect-error - no such option
inspector({ tokens: "0123456789abcdef" });
// @ts-expect-error - a token is a text
inspector({ token: 1 });
// @ts-expect-error - neither a request nor a context
inspect("/inspector");
