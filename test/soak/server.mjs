// @ts-check
// The servers of the soak, in a process of their own. main.mjs starts it, and asks it for its state.
import { subscribe, unsubscribe, channel } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer } from "node:http";
import http2 from "node:http2";
import express from "express";
import fastify from "fastify";
import { proxyFix as expressProxyFix } from "proxyfix/express";
import { proxyFix as fastifyProxyFix } from "proxyfix/fastify";
import { proxyFix, proxyFixServer } from "proxyfix/node";

/** @import { IncomingMessage, Server, ServerResponse } from "node:http" */
/** @import { Http2ServerRequest, Http2ServerResponse } from "node:http2" */
/** @import { Socket } from "node:net" */
/** @import { ResolutionMessage } from "proxyfix/node" */

/** The state of the process when no request is under way: everything that has to be the same after a million of them. */
/**
 * @typedef {object} State
 * @property {number} heap - bytes in use after a collection
 * @property {Record<string, number>} resources - by type, how many keep the process alive
 * @property {Record<string, number>} listeners - by emitter and event
 * @property {number} sockets - open connections
 * @property {number} requests - that reached an application
 * @property {readonly string[]} warnings - the code, or the name, of each that was emitted
 */

/** By peer, the last resolution: kept on purpose, so that the soak is seen to fail. */
const leak = process.argv.includes("--leak") ? new Map() : undefined;

const OPTIONS = { trustedPeers: ["127.0.0.0/9"], xFor: 1, xProto: 1, xHost: 1, xPrefix: 1 };
/** Only some hosts, so that some requests are refused, and each difference is published. */
const STRICT = {
  ...OPTIONS,
  // An untrusted peer has the host of its connection.
  allowedHosts: ["*.shop.example", "app"],
  shadow: { trustedProxies: "127.0.0.0/9", xHost: 1 },
};

let requests = 0;

/** @param {string | undefined} client */
function answer(client) {
  requests += 1;
  return `${client}\n`;
}

/** @param {IncomingMessage & { proxyFix?: any }} req @param {ServerResponse} res */
function application(req, res) {
  const text = answer(req.proxyFix.clientAddress);
  res.setHeader("content-length", text.length);
  res.end(text);
}

async function listen() {
  const plain = createServer(proxyFix(application, { ...OPTIONS, socket: true }));
  const guarded = proxyFixServer(createServer(application), STRICT);
  guarded.on("upgrade", (/** @type {IncomingMessage} */ req, /** @type {Socket} */ socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n${answerTo(req)}`);
  });
  const app = express().set("env", "test").use(expressProxyFix(OPTIONS));
  app.get("/{*path}", (req, res) => void res.send(answer(req.ip)));
  const fast = fastify();
  await fast.register(fastifyProxyFix, OPTIONS);
  fast.get("/*", (request) => answer(request.ip));
  await fast.ready();
  const second = http2.createServer(proxyFix(/** @type {any} */ (applicationOfHttp2), OPTIONS));
  const servers = { node: plain, guarded, express: createServer(app), fastify: fast.server, http2: second };
  for (const server of Object.values(servers)) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  return servers;
}

/** @param {IncomingMessage & { proxyFix?: any }} req */
function answerTo(req) {
  return answer(req.proxyFix.clientAddress);
}

/** @param {Http2ServerRequest & { proxyFix: any }} req @param {Http2ServerResponse} res */
function applicationOfHttp2(req, res) {
  res.end(answer(req.proxyFix.clientAddress));
}

/** @type {string[]} */
const warnings = [];
process.on("warning", (warning) => warnings.push(/** @type {any} */ (warning).code ?? warning.name));

const CHANNEL = "proxyfix:resolution";
let published = 0;

/** @param {unknown} message */
function receive(message) {
  const { resolution } = /** @type {ResolutionMessage} */ (message);
  published += 1;
  leak?.set(resolution.original.peerAddress, resolution);
}

const servers = await listen();

/** @returns {Promise<number>} */
async function countSockets() {
  let open = 0;
  for (const server of Object.values(servers)) {
    open += await new Promise((resolve) => server.getConnections((_error, number) => resolve(number)));
  }
  return open;
}

function countListeners() {
  const emitters = { process, ...servers };
  /** @type {Record<string, number>} */
  const counts = {};
  for (const [name, emitter] of Object.entries(emitters)) {
    for (const event of emitter.eventNames()) {
      counts[`${name} ${String(event)}`] = emitter.listenerCount(/** @type {string} */ (event));
    }
  }
  counts["subscribers of the channel"] = channel(CHANNEL).hasSubscribers ? 1 : 0;
  return counts;
}

/** @param {readonly string[]} names */
function countNames(names) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** The least of several: a collection frees some objects only in a later turn. */
async function measureHeap() {
  const collect = /** @type {() => void} */ (globalThis.gc);
  let least = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 6; sample += 1) {
    await new Promise((resume) => setImmediate(resume));
    collect();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

/** @returns {Promise<State>} */
async function readState() {
  unsubscribe(CHANNEL, receive);
  // The load has ended: the last sockets are closed within some turns.
  for (let turn = 0; turn < 2000 && (await countSockets()) > 0; turn += 1) {
    await new Promise((resume) => setImmediate(resume));
  }
  const sockets = await countSockets();
  const heap = await measureHeap();
  const resources = countNames(process.getActiveResourcesInfo());
  return { heap, resources, listeners: countListeners(), sockets, requests, warnings };
}

process.on("message", (message) => {
  if (message === "load") subscribe(CHANNEL, receive);
  else void readState().then((state) => process.send?.({ ...state, published }));
});
// The clients have failed.
process.on("disconnect", () => process.exit(1));
const ports = Object.entries(servers).map(([name, server]) => [name, /** @type {any} */ (server.address()).port]);
process.send?.(Object.fromEntries(ports));
