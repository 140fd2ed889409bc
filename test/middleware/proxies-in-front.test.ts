// Node's own proxies in front of an application. http-proxy appends to X-Forwarded-For, -Proto and -Port; it keeps a
// client's X-Forwarded-Host.
import { once } from "node:events";
import {
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
} from "node:http";
import { request as requestTls } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import fastifyHttpProxy, { type FastifyHttpProxyOptions } from "@fastify/http-proxy";
import httpProxy from "http-proxy";
import { createProxyMiddleware } from "http-proxy-middleware";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { proxyFix, proxyFixServer, resolutionOf, type NodeOptions } from "../../src/adapters/node.js";
import { createTlsServer } from "../frameworks/listen.js";
import { NODE_PROXIES } from "../proxies/set-ups/connections.js";
import { express5, fastify5 } from "./frameworks.js";
import { FORGED, serve } from "./site.js";

/** The client does not have the address of the proxies. */
const CLIENT = "127.0.0.2";
const ONE = NODE_PROXIES["node-http-proxy/one"];
const TWO = NODE_PROXIES["node-http-proxy/two"];

const HEADERS = {
  host: "shop.example:8080",
  "x-forwarded-for": FORGED,
  "x-forwarded-proto": "https",
  "x-forwarded-port": "666",
  "x-forwarded-host": "evil.example",
  x_forwarded_for: FORGED,
  "x-real-ip": FORGED,
} as const;

/** Serves an application that answers with its facts and headers; returns its URL. */
async function serveApp(options: NodeOptions): Promise<string> {
  const app = proxyFix((req, res) => {
    const { clientAddress = null, proto, host = null, port } = req.proxyFix;
    res.end(JSON.stringify({ clientAddress, proto, host, port, headers: req.headers }));
  }, options);
  return `http://127.0.0.1:${(await serve(app)).port}`;
}

interface Facts {
  readonly clientAddress: string | null;
  readonly proto: string;
  readonly host: string | null;
  readonly port: number;
}

/** Sends the client's request to a proxy. */
async function visit(port: number, headers: OutgoingHttpHeaders = HEADERS, send = request): Promise<Facts> {
  const outgoing = send({
    ...{ host: "127.0.0.1", port, headers, localAddress: CLIENT, agent: false },
    ...{ rejectUnauthorized: false },
  }).end();
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  return JSON.parse(await text(response)) as Facts;
}

function createProxy(target: string): httpProxy {
  const proxy = httpProxy.createProxyServer({ target, xfwd: true });
  onTestFinished(() => proxy.close());
  return proxy;
}

/** The proxies that write headers by `xfwd`, each as a listener. */
const PROXIES: readonly (readonly [name: string, create: (target: string) => RequestListener])[] = [
  [
    "http-proxy",
    (target) => {
      const proxy = createProxy(target);
      return (req, res) => proxy.web(req, res);
    },
  ],
  ["http-proxy-middleware", (target) => express5().use(createProxyMiddleware({ target, xfwd: true }))],
];

describe.each(PROXIES)("%s with `xfwd` in front", (_, create) => {
  it("is one proxy with counts of 1, and nothing forged is believed", async () => {
    const { port } = await serve(create(await serveApp(ONE)));
    const facts = await visit(port);
    expect(facts).toMatchObject({ clientAddress: CLIENT, proto: "http", host: "shop.example:8080", port: 8080 });
    expect(JSON.stringify(facts)).not.toMatch(new RegExp(`${FORGED}|evil|666`));
  });

  it("keeps the client's X-Forwarded-Host: xHost believes it", async () => {
    const { port } = await serve(create(await serveApp({ ...ONE, xHost: 1 })));
    expect((await visit(port)).host).toBe("evil.example");
  });

  it("counts 2, for X-Forwarded-Proto too, behind another one that ends TLS", async () => {
    const inner = await serve(create(await serveApp(TWO)));
    const outer = await listenTls(create(`http://127.0.0.1:${inner.port}`));
    const facts = await visit(outer, HEADERS, requestTls);
    expect(facts).toMatchObject({ clientAddress: CLIENT, proto: "https", host: "shop.example:8080" });
    expect(JSON.stringify(facts)).not.toMatch(new RegExp(`${FORGED}|evil|666`));
  });

  it("seems to be reached by http behind another one if xProto is 1", async () => {
    const inner = await serve(create(await serveApp({ ...TWO, xProto: 1 })));
    const outer = await listenTls(create(`http://127.0.0.1:${inner.port}`));
    expect((await visit(outer, HEADERS, requestTls)).proto).toBe("http");
  });
});

describe("an upgrade through http-proxy with `xfwd`", () => {
  it("has the client's address and scheme, although the proxy writes ws as the scheme", async () => {
    const server = proxyFixServer(createServer(), ONE);
    const sockets = new WebSocketServer({ server });
    sockets.on("connection", (socket, req) => {
      const { clientAddress, proto, issues } = resolutionOf(req) ?? {};
      socket.send(JSON.stringify([clientAddress, proto, issues, req.headers["x-forwarded-proto"]]));
    });
    const app = await serve(server);
    const proxy = createProxy(`http://127.0.0.1:${app.port}`);
    const front: Server = createServer().on("upgrade", (req, socket, head) => proxy.ws(req, socket, head));
    const { port } = await serve(front);
    const headers = { "x-forwarded-for": FORGED, "x-forwarded-proto": "https" };
    const client = new WebSocket(`ws://127.0.0.1:${port}/`, { headers, localAddress: CLIENT });
    onTestFinished(() => {
      client.terminate();
      for (const socket of sockets.clients) socket.terminate();
    });
    const [message] = (await once(client, "message")) as [Buffer];
    expect(JSON.parse(message.toString())).toEqual([CLIENT, "http", [], "http"]);
  });
});

describe("@fastify/http-proxy in front", () => {
  async function visitThrough(options: NodeOptions, more: Partial<FastifyHttpProxyOptions> = {}): Promise<Facts> {
    const upstream = await serveApp(options);
    const app = fastify5();
    await app.register(fastifyHttpProxy, { upstream, ...more });
    await app.ready();
    return visit((await serve(app.server)).port);
  }

  it("passes forged headers through and writes none: a count of 1 believes them", async () => {
    expect(await visitThrough(ONE)).toMatchObject({ clientAddress: FORGED, proto: "https" });
  });

  it("is one proxy with counts of 1 if replyOptions overwrite the headers", async () => {
    const facts = await visitThrough(NODE_PROXIES["node-http-proxy/fastify"], {
      replyOptions: {
        rewriteRequestHeaders: ({ ip, protocol, host }, headers) => ({
          ...headers,
          "x-forwarded-for": ip,
          "x-forwarded-proto": protocol,
          "x-forwarded-host": host,
        }),
      },
    });
    expect(facts).toMatchObject({ clientAddress: CLIENT, proto: "http", host: "shop.example:8080" });
    expect(JSON.stringify(facts)).not.toMatch(new RegExp(`${FORGED}|evil|666`));
  });
});

/** Serves over TLS until the test ends; returns the port. */
async function listenTls(listener: RequestListener): Promise<number> {
  const server = createTlsServer().on("request", listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}
