import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import fastifyWebsocket from "@fastify/websocket";
import express from "express";
import { Server as SocketServer } from "socket.io";
import { io } from "socket.io-client";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFixServer, resolutionOf, type NodeOptions } from "../../src/adapters/node.js";
import { fastify5 } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, HOST, OPTIONS, serve } from "./site.js";

/** The headers of an upgrade that the edge sends; ws has a Host of its own otherwise. */
const headersOf = (client?: string): Record<string, string> => behindEdge(client) as Record<string, string>;

/** Opens a WebSocket as the edge does, and gives the first message, or the status of a refusal. */
async function openSocket(port: number, path = "/", headers = headersOf()): Promise<string | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once("message", (data: Buffer) => resolve(data.toString()));
    socket.once("unexpected-response", (_, response) => {
      resolve(response.statusCode ?? 0);
    });
    socket.once("error", reject);
  });
}

/** Closes what keeps a server from closing: the sockets that were upgraded. */
function closeSockets(server: WebSocketServer): WebSocketServer {
  onTestFinished(() => server.clients.forEach((client) => client.terminate()));
  return server;
}

describe("ws through proxyFixServer", () => {
  const tell = (socket: WebSocket, req: IncomingMessage): void =>
    socket.send(JSON.stringify([resolutionOf(req)?.clientAddress, req.headers["x-forwarded-for"], req.headers.host]));
  const TRUTH = JSON.stringify([CLIENT, CLIENT, HOST]);

  it("sees what the client forged without it", async () => {
    const server = createServer();
    closeSockets(new WebSocketServer({ server })).on("connection", tell);
    const { port } = await serve(server);
    expect(await openSocket(port)).toBe(JSON.stringify([undefined, `${FORGED}, ${CLIENT}`, "backend.internal"]));
  });

  it.each(["before", "after"])("sees the client, where it is put %s ws listens to the server", async (when) => {
    const server = createServer();
    if (when === "before") proxyFixServer(server, OPTIONS);
    closeSockets(new WebSocketServer({ server })).on("connection", tell);
    if (when === "after") proxyFixServer(server, OPTIONS);
    expect(await openSocket((await serve(server)).port)).toBe(TRUTH);
  });

  it("sees the client where the application hands the upgrade over itself", async () => {
    const server = proxyFixServer(createServer(), { ...OPTIONS, socket: true });
    const sockets = closeSockets(new WebSocketServer({ noServer: true }));
    server.on("upgrade", (req, socket, head) =>
      sockets.handleUpgrade(req, socket, head, (opened) => tell(opened, req)),
    );
    expect(await openSocket((await serve(server)).port)).toBe(TRUTH);
  });

  it("tells verifyClient that the client came by TLS, with `socket: true`", async () => {
    const secure: boolean[] = [];
    for (const socket of [false, true]) {
      const server = proxyFixServer(createServer(), { ...OPTIONS, socket });
      const verifyClient = (info: { secure: boolean }): boolean => secure.push(info.secure) > 0;
      closeSockets(new WebSocketServer({ server, verifyClient })).on("connection", tell);
      await openSocket((await serve(server)).port);
    }
    expect(secure).toEqual([false, true]);
  });

  it("never sees an upgrade that is refused", async () => {
    const server = proxyFixServer(createServer(), { ...OPTIONS, allowedHosts: ["other.example"] });
    let opened = 0;
    closeSockets(new WebSocketServer({ server })).on("connection", () => (opened += 1));
    expect(await openSocket((await serve(server)).port)).toBe(400);
    expect(opened).toBe(0);
  });

  it("sees the client of each upgrade beside an Express application that has an adapter of its own", async () => {
    const app = express().use(proxyFix(OPTIONS), (req, res) => void res.end(req.ip));
    const server = proxyFixServer(createServer(app), OPTIONS);
    closeSockets(new WebSocketServer({ server })).on("connection", tell);
    const site = await serve(server);
    expect(await openSocket(site.port)).toBe(TRUTH);
    expect((await site.visit("/", behindEdge("198.51.100.9"))).body).toBe("198.51.100.9");
  });
});

describe("socket.io through proxyFixServer", () => {
  interface Handshake {
    readonly address: string;
    readonly secure: boolean;
    readonly resolved: string | undefined;
  }

  /** Connects by one transport and gives what the server's handshake says. */
  async function connect(transport: "polling" | "websocket", options: NodeOptions | undefined): Promise<Handshake> {
    const server: Server = createServer();
    const sockets = new SocketServer(server);
    // It replaces the listeners that the server had: put afterwards or before, proxyFixServer is in front of them.
    if (options !== undefined) proxyFixServer(server, options);
    onTestFinished(() => sockets.close());
    const told = new Promise<Handshake>((resolve) => {
      sockets.on("connection", ({ handshake, request }) => {
        const { address, secure } = handshake;
        resolve({ address, secure, resolved: resolutionOf(request)?.clientAddress });
      });
    });
    const { port } = await serve(server);
    const client = io(`http://127.0.0.1:${port}`, {
      transports: [transport],
      extraHeaders: headersOf(),
      reconnection: false,
    });
    onTestFinished(() => void client.disconnect());
    await once(client as never, "connect");
    return told;
  }

  it("sees the proxy without it", async () => {
    expect(await connect("polling", undefined)).toEqual({ address: "127.0.0.1", secure: false, resolved: undefined });
  });

  it("has the client in the handshake of polling with `socket: true`", async () => {
    expect(await connect("polling", OPTIONS)).toEqual({ address: "127.0.0.1", secure: false, resolved: CLIENT });
    expect(await connect("polling", { ...OPTIONS, socket: true })).toEqual({
      address: CLIENT,
      secure: true,
      resolved: CLIENT,
    });
  });

  it("has the proxy in the handshake of a WebSocket, which reads the connection; resolutionOf gives the client", async () => {
    const { address, secure, resolved } = await connect("websocket", { ...OPTIONS, socket: true });
    expect({ address, secure, resolved }).toEqual({ address: "127.0.0.1", secure: true, resolved: CLIENT });
  });
});

describe("@fastify/websocket", () => {
  it("upgrades, with the client on the request", async () => {
    const app = fastify5();
    await app.register(fastifyProxyFix, OPTIONS);
    await app.register(fastifyWebsocket);
    app.get("/live", { websocket: true }, (socket, { ip, protocol, host, headers }) => {
      socket.send(JSON.stringify([ip, protocol, host, headers["x-forwarded-for"]]));
    });
    await app.ready();
    onTestFinished(() => app.websocketServer.clients.forEach((client) => client.terminate()));
    const { port } = await serve(app.server);
    expect(await openSocket(port, "/live")).toBe(JSON.stringify([CLIENT, "https", HOST, CLIENT]));
  });

  it("refuses an upgrade and closes its connection, which the package never hears of", async () => {
    const app = fastify5();
    await app.register(fastifyProxyFix, { ...OPTIONS, allowedHosts: ["other.example"] });
    await app.register(fastifyWebsocket);
    app.get("/live", { websocket: true }, (socket) => socket.send("opened"));
    await app.ready();
    const { port } = await serve(app.server);
    const connected = once(app.server, "connection") as Promise<[Socket]>;
    const status = await openSocket(port, "/live");
    const [connection] = await connected;
    if (!connection.closed) await once(connection, "close");
    expect(status).toBe(400);
  });
});

describe("proxyFixServer around Fastify's server, beside the plugin", () => {
  it("gives ws the client, and code that reads the socket", async () => {
    const app = fastify5();
    await app.register(fastifyProxyFix, OPTIONS);
    app.get("/", ({ ip, socket }) => `${ip} ${socket.remoteAddress}`);
    await app.ready();
    const server = proxyFixServer(app.server, { ...OPTIONS, socket: true });
    closeSockets(new WebSocketServer({ server })).on("connection", (socket, req) => {
      socket.send(String(resolutionOf(req)?.clientAddress));
    });
    const site = await serve(server);
    expect(await openSocket(site.port)).toBe(CLIENT);
    expect((await site.visit("/")).body).toBe(`${CLIENT} ${CLIENT}`);
  });
});
