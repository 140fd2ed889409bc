import net from "node:net";

import { ProxyFixOptionsError } from "../../errors.js";
import { describeObject } from "../../options/identify-object.js";
import { isHttpServer, type HttpServer } from "./guard-server.js";

/** The server of an object that has one, or the way to make one of it. */
const REMEDIES: Readonly<Record<string, string>> = {
  "an application of Koa": "createServer(app.callback())",
  "an application of Express": "createServer(app)",
  "an application of Connect": "createServer(app)",
  "an instance of Fastify": "app.server",
  "an application of Nest": "app.getHttpServer()",
  "a server of ws": "the server that WebSocketServer({ server }) listens to",
};

/**
 * Checks a server: other objects emit events too, and none of them are requests.
 *
 * @throws {ProxyFixOptionsError} if it is no server of node:http, https or http2
 */
export function checkServer(server: object): HttpServer {
  if (isHttpServer(server)) return server;
  const kind = server instanceof net.Server ? "a server of node:net or node:tls" : describeObject(server);
  const remedy = REMEDIES[kind] ?? "createServer(app)";
  throw new ProxyFixOptionsError(
    "server",
    `got ${kind}; expected a server of node:http, https or http2, such as ${remedy}`,
  );
}
