// Packages that pass an upgrade to an application's own routes, and one with a server of its own.
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { RequestHandler, Express } from "express";
import type Koa from "koa";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFixServer, resolutionOf, type NodeOptions } from "../../src/adapters/node.js";
import { EXPRESSES, KOAS } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, HOST, OPTIONS, serve } from "./site.js";

const require = createRequire(import.meta.url);

interface Opened {
  send(text: string): void;
}

/** Opens a WebSocket as the edge does, and returns its first message; "closed" if there is none, or a status. */
async function openSocket(port: number, path = "/"): Promise<unknown> {
  const headers = behindEdge() as Record<string, string>;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once("message", (data: Buffer) => resolve(JSON.parse(data.toString())));
    socket.once("close", () => resolve("closed"));
    socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
    socket.once("error", reject);
  });
}

describe.each(EXPRESSES)("express-ws on %s", (_, express) => {
  type ExpressWs = (app: Express, server: Server) => { getWss(): { clients: Set<WebSocket> } };
  const expressWs = require("express-ws") as ExpressWs;

  async function start(middleware: readonly RequestHandler[], options?: NodeOptions): Promise<number> {
    const app = express();
    for (const use of middleware) app.use(use);
    const server = createServer(app);
    if (options !== undefined) proxyFixServer(server, options);
    const { getWss } = expressWs(app, server);
    onTestFinished(() => getWss().clients.forEach((client) => client.terminate()));
    const routes = app as unknown as { ws(path: string, handle: (socket: Opened, req: Express.Request) => void): void };
    routes.ws("/live", (socket, req) => {
      const { ip, protocol, hostname, headers } = req as unknown as IncomingMessage & Record<string, unknown>;
      socket.send(JSON.stringify([ip, protocol, hostname, headers["x-forwarded-for"], headers["x-real-ip"] ?? null]));
    });
    return (await serve(server)).port;
  }

  it("gives a route the proxy's address and forged headers without proxyFix", async () => {
    const port = await start([]);
    const seen = ["127.0.0.1", "http", "backend.internal", `${FORGED}, ${CLIENT}`, FORGED];
    expect(await openSocket(port, "/live")).toEqual(seen);
  });

  it("gives a route the client if the middleware is proxyFix, since express-ws sends upgrades through the application", async () => {
    expect(await openSocket(await start([proxyFix(OPTIONS)]), "/live")).toEqual([CLIENT, "https", HOST, CLIENT, null]);
  });

  it("refuses a host before the handshake only by proxyFixServer; the middleware closes the opened WebSocket", async () => {
    const options = { ...OPTIONS, allowedHosts: ["other.example"] };
    expect(await openSocket(await start([proxyFix(options)]), "/live")).toBe("closed");
    expect(await openSocket(await start([proxyFix(options)], options), "/live")).toBe(400);
  });
});

describe.each(KOAS)("koa-websocket on %s", (_, KoaClass) => {
  interface WebsocketApp extends Koa {
    readonly server: Server;
    readonly ws: { use(middleware: Koa.Middleware): void; readonly server: { clients: Set<WebSocket> } };
  }
  const koaWebsocket = require("koa-websocket") as (app: Koa) => WebsocketApp;

  async function start(use: (app: WebsocketApp) => void): Promise<number> {
    const app = koaWebsocket(new KoaClass());
    use(app);
    app.ws.use((ctx) => {
      const { ip, protocol, host, headers, websocket } = ctx as typeof ctx & { readonly websocket: Opened };
      websocket.send(JSON.stringify([ip, protocol, host, headers["x-forwarded-for"], headers["x-real-ip"] ?? null]));
    });
    const server = app.listen(0, "127.0.0.1");
    if (!server.listening) await once(server, "listening");
    onTestFinished(async () => {
      app.ws.server.clients.forEach((client) => client.terminate());
      await new Promise((resolve) => server.close(resolve));
    });
    return (server.address() as AddressInfo).port;
  }
  const SEEN = [CLIENT, "https", HOST, CLIENT, null];

  it("gives forged headers to app.ws without proxyFix, also if only app.use has it", async () => {
    const forged = ["127.0.0.1", "http", "backend.internal", `${FORGED}, ${CLIENT}`, FORGED].map((value) =>
      value === "127.0.0.1" ? expect.stringMatching(/127\.0\.0\.1$/) : value,
    ) as string[];
    expect(await openSocket(await start(() => {}))).toEqual(forged);
    expect(await openSocket(await start((app) => app.use(koaProxyFix(OPTIONS))))).toEqual(forged);
  });

  it("gives app.ws the client if its first middleware is proxyFix", async () => {
    expect(await openSocket(await start((app) => app.ws.use(koaProxyFix(OPTIONS))))).toEqual(SEEN);
  });

  it("gives app.ws the client if proxyFixServer with `socket: true` resolves the server that listen returns", async () => {
    const options = { ...OPTIONS, socket: true };
    const port = await start((app) => {
      const listen = app.listen.bind(app) as (...args: unknown[]) => Server;
      Object.assign(app, { listen: (...args: unknown[]) => proxyFixServer(listen(...args), options) });
    });
    expect(await openSocket(port)).toEqual(SEEN);
  });
});

describe("primus", () => {
  interface Spark {
    readonly address: { readonly ip: string; readonly port: number; readonly secure: boolean };
    readonly request: IncomingMessage;
    write(data: unknown): void;
  }
  interface Primus {
    on(event: "connection", listener: (spark: Spark) => void): void;
    destroy(options: object, done: () => void): void;
  }
  const PrimusClass = require("primus") as new (server: Server, options: object) => Primus;

  async function start(fix: "before" | "after" | "never"): Promise<unknown> {
    const server = createServer();
    if (fix === "before") proxyFixServer(server, OPTIONS);
    const primus = new PrimusClass(server, { transformer: "websockets", pingInterval: false });
    if (fix === "after") proxyFixServer(server, OPTIONS);
    onTestFinished(() => new Promise<void>((done) => primus.destroy({ close: true, reconnect: false }, done)));
    primus.on("connection", (spark) => {
      const { ip, secure } = spark.address;
      spark.write([ip, secure, resolutionOf(spark.request)?.clientAddress ?? null]);
    });
    return openSocket((await serve(server)).port, "/primus");
  }

  it("finds the leftmost, forged address without proxyFixServer", async () => {
    expect(await start("never")).toEqual([FORGED, true, null]);
  });

  it.each(["before", "after"] as const)("finds the client if proxyFixServer is called %s it", async (when) => {
    expect(await start(when)).toEqual([CLIENT, true, CLIENT]);
  });
});
