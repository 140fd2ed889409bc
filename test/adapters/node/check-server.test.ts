import { EventEmitter } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";

import { checkServer } from "../../../src/adapters/node/check-server.js";
import { proxyFixServer } from "../../../src/adapters/node.js";

class Server extends http.Server {}

describe("checkServer", () => {
  it.each<[string, () => object]>([
    ["node:http", () => http.createServer()],
    ["node:https", () => https.createServer()],
    ["node:http2", () => http2.createServer()],
    ["node:http2 with TLS", () => http2.createSecureServer()],
    ["a class that extends node:http's", () => new Server()],
    ["node:http, behind a Proxy", () => new Proxy(http.createServer(), {})],
    ["node:http, that Fastify has created", () => fastify().server],
  ])("returns a server of %s", (_name, create) => {
    const server = create();
    expect(checkServer(server)).toBe(server);
  });

  it.each<[() => unknown, string, string]>([
    [() => new Koa(), "an application of Koa", "createServer(app.callback())"],
    [() => express(), "an application of Express", "createServer(app)"],
    [() => fastify(), "an instance of Fastify", "app.server"],
    [
      () => new WebSocketServer({ noServer: true }),
      "a server of ws",
      "the server that WebSocketServer({ server }) listens to",
    ],
    [() => new EventEmitter(), "an event emitter", "createServer(app)"],
    [() => process, "the process", "createServer(app)"],
    [() => net.createServer(), "a server of node:net or node:tls", "createServer(app)"],
    [() => tls.createServer(), "a server of node:net or node:tls", "createServer(app)"],
    [() => ({ emit: () => true }), "an object", "createServer(app)"],
    [() => Object.assign(() => undefined, { emit: () => true }), "a function", "createServer(app)"],
    [() => undefined, "undefined", "createServer(app)"],
    [() => null, "null", "createServer(app)"],
  ])("throws for %#: %s", (create, kind, remedy) => {
    const wrong = create();
    const message = `\`server\`: got ${kind}; expected a server of node:http, https or http2, such as ${remedy}`;
    expect(() => checkServer(wrong as object)).toThrow(message);
    expect(() => proxyFixServer(wrong as object, { trustedPeers: "loopback" })).toThrow(
      expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "server", message }) as Error,
    );
  });
});
