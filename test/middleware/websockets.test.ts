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

/** The headers of an upgrade that the edge sends, with its Host instead of ws's own. */
const headersOf = (client?: string): Record<string, string> => behindEdge(client) as Record<string, string>;

/** Opens a WebSocket as the edge does, and returns the first message, or the status of a refusal. */
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

/** Closes the upgraded sockets when the test ends, since they keep a server from closing. */
function closeSockets(server: WebSocketServer): WebSocketServer {
  onTestFinished(() => server.clients.forEach((client) => client.terminate()));
  return server;
}

describe("ws", () => {
  const sendFacts = (socket: WebSocket, req: IncomingMessage): void =>
    socket.send(JSON.stringify([resolutionOf(req)?.clientAddress, req.headers["x-forwarded-for"], req.headers.host]));
  const RESOLVED = JSON.stringify([CLIENT, CLIENT, HOST]);

  it("sees forged values without proxyFixServer", async () => {
    const server = createServer();
    closeSockets(new WebSocketServer({ server })).on("connection", sendFacts);
    const { port } = await serve(server);
    expect(await openSocket(port)).toBe(JSON.stringify([undefined, `${FORGED}, ${CLIENT}`, "backend.internal"]));
  });

  it.each(["before", "after"])(
    "sees the client address if proxyFixServer is called %s ws listens to the server",
    async (when) => {
      const server = createServer();
      if (when === "before") proxyFixServer(server, OPTIONS);
      closeSockets(new WebSocketServer({ server })).on("connection", sendFacts);
      if (when === "after") proxyFixServer(server, OPTIONS);
      expect(await openSocket((await serve(server)).port)).toBe(RESOLVED);
    },
  );

  it("sees the client address if the application passes the upgrade to it", async () => {
    const server = proxyFixServer(createServer(), { ...OPTIONS, socket: true });
    const sockets = closeSockets(new WebSocketServer({ noServer: true }));
    server.on("upgrade", (req, socket, head) =>
      sockets.handleUpgrade(req, socket, head, (opened) => sendFacts(opened, req)),
    );
    expect(await openSocket((await serve(server)).port)).toBe(RESOLVED);
  });

  it("reports the client's TLS to verifyClient only with `socket: true`", async () => {
    const secure: boolean[] = [];
    for (const socket of [false, true]) {
      const server = proxyFixServer(createServer(), { ...OPTIONS, socket });
      const verifyClient = (info: { secure: boolean }): boolean => secure.push(info.secure) > 0;
      closeSockets(new WebSocketServer({ server, verifyClient })).on("connection", sendFacts);
      await openSocket((await serve(server)).port);
    }
    expect(secure).toEqual([false, true]);
  });

  it("never receives an upgrade that proxyFixServer refuses", async () => {
    const server = proxyFixServer(createServer(), { ...OPTIONS, allowedHosts: ["other.example"] });
    let opened = 0;
    closeSockets(new WebSocketServer({ server })).on("connection", () => (opened += 1));
    expect(await openSocket((await serve(server)).port)).toBe(400);
    expect(opened).toBe(0);
  });

  it("sees the client address of an upgrade beside an Express application that uses proxyFix too", async () => {
    const app = express().use(proxyFix(OPTIONS), (req, res) => void res.end(req.ip));
    const server = proxyFixServer(createServer(app), OPTIONS);
    closeSockets(new WebSocketServer({ server })).on("connection", sendFacts);
    const site = await serve(server);
    expect(await openSocket(site.port)).toBe(RESOLVED);
    expect((await site.visit("/", behindEdge("198.51.100.9"))).body).toBe("198.51.100.9");
  });
});

describe("socket.io", () => {
  interface Handshake {
    readonly address: string;
    readonly secure: boolean;
    readonly resolved: string | undefined;
  }

  /** Connects by one transport and returns the server's handshake. */
  async function connect(transport: "polling" | "websocket", options: NodeOptions | undefined): Promise<Handshake> {
    const server: Server = createServer();
    const sockets = new SocketServer(server);
    // socket.io replaces the server's listeners: proxyFixServer runs before them, even if it was called first.
    if (options !== undefined) proxyFixServer(server, options);
    onTestFinished(() => sockets.close());
    const shaken = new Promise<Handshake>((resolve) => {
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
    return shaken;
  }

  it("sees the proxy's address without proxyFixServer", async () => {
    expect(await connect("polling", undefined)).toEqual({ address: "127.0.0.1", secure: false, resolved: undefined });
  });

  it("has the client address in the handshake of polling only with `socket: true`", async () => {
    expect(await connect("polling", OPTIONS)).toEqual({ address: "127.0.0.1", secure: false, resolved: CLIENT });
    expect(await connect("polling", { ...OPTIONS, socket: true })).toEqual({
      address: CLIENT,
      secure: true,
      resolved: CLIENT,
    });
  });

  it("has the proxy's address in the handshake of a WebSocket; only resolutionOf returns the client address", async () => {
    const { address, secure, resolved } = await connect("websocket", { ...OPTIONS, socket: true });
    expect({ address, secure, resolved }).toEqual({ address: "127.0.0.1", secure: true, resolved: CLIENT });
  });
});

describe("@fastify/websocket", () => {
  it("opens a WebSocket with the believed facts on the request", async () => {
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

  it("never receives a refused upgrade, whose connection is closed", async () => {
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
  it("gives ws and code that reads the socket the client address", async () => {
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
