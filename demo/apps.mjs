// @ts-check
// The applications of the demo. Each answers with the client's address and URL as it sees them, as JSON. `start` without
// options runs it without proxyFix. To add an application, append { name, without, start }.
//
// `warnings: false`: scenes in which a client bypasses the proxy would cause a process warning, as they should elsewhere.
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { createServer } from "node:http";
import { externalUrl } from "proxyfix";
import { proxyFix as expressFix } from "proxyfix/express";
import { proxyFix as fastifyFix } from "proxyfix/fastify";
import { proxyFix as koaFix } from "proxyfix/koa";
import { proxyFix } from "proxyfix/node";
import { listen } from "./listen.mjs";
import { readNaively } from "./reading.mjs";

/** @typedef {import("proxyfix").ProxyFixOptions} ProxyFixOptions */
/** @typedef {import("proxyfix").Resolution} Resolution */
/** @typedef {import("./reading.mjs").Belief} Belief */
/** @typedef {import("./listen.mjs").Listening} Listening */

/**
 * An application's answer: the values that its own code reads, and, with proxyFix, those of `req.proxyFix`.
 *
 * @typedef {Belief & { resolved?: Belief }} Report
 */

/**
 * @typedef {object} App
 * @property {string} name
 * @property {string} without - how it reads the headers without proxyFix
 * @property {(options?: ProxyFixOptions) => Promise<Listening>} start - on 127.0.0.1
 */

/** @type {App[]} */
export const apps = [
  { name: "node:http", without: "the leftmost value of the first header found", start: startNode },
  { name: "Express", without: '"trust proxy": true', start: startExpress },
  { name: "Koa", without: "proxy: true", start: startKoa },
  { name: "Fastify", without: "trustProxy: true", start: startFastify },
];

/** @type {App["start"]} */
function startNode(options) {
  /** @type {(req: import("node:http").IncomingMessage & { proxyFix?: Resolution }, res: import("node:http").ServerResponse) => void} */
  const answer = (req, res) => {
    res.setHeader("content-type", "application/json");
    res.end(writeReport(readNaively(req), req.url, req.proxyFix));
  };
  return listen(createServer(options ? proxyFix(answer, { ...options, warnings: false }) : answer), "127.0.0.1");
}

/** @type {App["start"]} */
function startExpress(options) {
  const app = express();
  if (options) app.use(expressFix({ ...options, warnings: false }));
  else app.set("trust proxy", true);
  app.get("/", (req, res) => {
    const belief = { client: req.ip ?? "", url: `${req.protocol}://${req.host}${req.originalUrl}` };
    res.type("json").send(writeReport(belief, req.url, options && req.proxyFix));
  });
  // Otherwise Express prints the stack of each refusal.
  app.set("env", "test");
  return listen(createServer(app), "127.0.0.1");
}

/** @type {App["start"]} */
function startKoa(options) {
  const app = new Koa({ proxy: options === undefined });
  if (options) app.use(koaFix({ ...options, warnings: false }));
  app.use((ctx) => {
    ctx.type = "json";
    ctx.body = writeReport({ client: ctx.ip, url: ctx.href }, ctx.url, options && ctx.proxyFix);
  });
  const answer = app.callback();
  return listen(
    createServer((req, res) => void answer(req, res)),
    "127.0.0.1",
  );
}

/** @type {App["start"]} */
async function startFastify(options) {
  const app = fastify({ trustProxy: options === undefined });
  if (options) await app.register(fastifyFix, { ...options, warnings: false });
  app.get("/", (request, reply) => {
    const belief = { client: request.ip, url: `${request.protocol}://${request.host}${request.originalUrl}` };
    return reply.type("application/json").send(writeReport(belief, request.url, options && request.proxyFix));
  });
  await app.ready();
  return listen(app.server, "127.0.0.1");
}

/**
 * @param {Belief} belief
 * @param {string | undefined} path
 * @param {Resolution | undefined} resolution
 * @returns {string}
 */
function writeReport(belief, path, resolution) {
  /** @type {Report} */
  const report = { ...belief };
  if (resolution !== undefined) {
    report.resolved = { client: resolution.clientAddress ?? "", url: externalUrl(resolution, path ?? "/") };
  }
  return `${JSON.stringify(report)}\n`;
}
