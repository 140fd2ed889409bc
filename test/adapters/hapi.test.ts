import type { RequestEvent, Request, Server } from "@hapi/hapi";
import { describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import hapiProxyFix, { proxyFix, rewriteHeaders } from "../../src/adapters/hapi.js";
import { proxyFixServer, resolutionOf } from "../../src/adapters/node.js";
import { copy, set } from "../../src/rewrite/index.js";
import { createReader, createServer, THROUGH_PROXY, visit } from "./hapi/server.js";

const ONE_PROXY = { xHost: 1 } as const;

describe("proxyFix of the hapi adapter", () => {
  it("is the default export too", () => {
    expect(hapiProxyFix).toBe(proxyFix);
  });

  it("routes virtual hosts by the resolved host, never by the received or the forged one", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    for (const vhost of ["shop.example", "evil.example", "app"]) {
      server.route({ method: "GET", path: "/", vhost, handler: () => vhost });
    }
    expect((await visit(server, "/", THROUGH_PROXY)).body).toBe("shop.example");
    expect((await visit(server, "/", { ...THROUGH_PROXY, "X-Forwarded-Host": "SHOP.example:8443" })).body).toBe(
      "shop.example",
    );
  });

  it("resolves a request before any extension and any plugin reads it, in whatever order they are registered", async () => {
    const server = createServer();
    const seen: unknown[] = [];
    const read = ({ info, headers, proxyFix: { proto } }: Request): void => {
      seen.push([info.remoteAddress, info.host, headers["x-forwarded-for"], headers["x-real-ip"], proto]);
    };
    server.ext("onRequest", (request, h) => {
      read(request);
      return h.continue;
    });
    server.route({ method: "GET", path: "/", handler: () => "reached" });
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    server.events.on("response", read);
    expect((await visit(server, "/", THROUGH_PROXY)).body).toBe("reached");
    await server.stop();
    const truth = ["198.51.100.7", "shop.example", "198.51.100.7", undefined, "https"];
    expect(seen).toEqual([truth, truth]);
  });

  it("puts the client in the events that a log is made of", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    const seen: unknown[] = [];
    server.events.on({ name: "request", channels: "app" }, (request: Request, { tags }: RequestEvent) => {
      seen.push([tags, (JSON.parse(JSON.stringify(request.info)) as typeof request.info).remoteAddress]);
    });
    server.route({
      method: "GET",
      path: "/",
      handler: (request) => {
        request.log("sold");
        return "";
      },
    });
    await visit(server, "/", THROUGH_PROXY);
    expect(seen).toEqual([[["sold"], "198.51.100.7"]]);
  });

  it("replaces an address that hapi has read already", async () => {
    const server = createServer({ info: { remote: true } });
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    server.route({ method: "GET", path: "/", handler: ({ info }) => `${info.remoteAddress} ${info.remotePort}` });
    expect((await visit(server, "/", THROUGH_PROXY)).body).toBe("198.51.100.7 ");
  });

  it("leaves the path and the query that hapi routes by as they are", async () => {
    const read = ({ path, query, url }: Request): unknown => ({ path, query, href: url.href });
    const [plain, fixed] = [await createReader(read), await createReader(read, { ...ONE_PROXY, xPrefix: 1 })];
    for (const [target, path] of [
      ["/a/../admin?x=1&x=2", "/admin?x=1&x=2"],
      ["/a%2e%2e/b", "/a../b"],
      ["/a\\b", "/a/b"],
      ["//evil.example/?q", "//evil.example/?q"],
    ] as const) {
      const [before, after] = [await visit(plain, target, { Host: "a" }), await visit(fixed, target, THROUGH_PROXY)];
      const { path: expected, query } = JSON.parse(before.body) as Record<string, unknown>;
      expect(JSON.parse(after.body)).toEqual({ path: expected, query, href: `https://shop.example/shop${path}` });
    }
  });

  it("lets an extension rewrite the URL, before or after it", async () => {
    const server = createServer();
    const rewriteUrl = (target: string) => (request: Request, h: { continue: symbol }) => {
      if (request.path === "/old") request.setUrl(target);
      return h.continue;
    };
    server.ext("onRequest", rewriteUrl("/new?by=ext"));
    await server.register({ plugin: proxyFix, options: { ...ONE_PROXY, xPrefix: 1 } });
    server.route({ method: "GET", path: "/new", handler: ({ url, query }) => [url.href, query["by"]].join(" ") });
    expect((await visit(server, "/old", THROUGH_PROXY)).body).toBe("https://shop.example/shop/new?by=ext ext");
  });

  it("leaves a whole URL that an extension has set as it is", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    server.ext("onRequest", (request, h) => {
      request.setUrl("http://inside.example/new");
      return h.continue;
    });
    server.route({ method: "GET", path: "/new", vhost: "inside.example", handler: ({ url }) => url.href });
    expect((await visit(server, "/", THROUGH_PROXY)).body).toBe("http://inside.example/new");
  });

  it("leaves a request target that is no URL to hapi, which has no URL for it and answers 400", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    const urls: unknown[] = [];
    server.events.on("response", ({ url }) => urls.push(url));
    expect((await visit(server, "*", { Host: "app" }, "OPTIONS")).status).toBe(400);
    expect(urls).toEqual([null]);
  });

  it("refuses a host that no URL can contain, which would be status 500 in every handler that reads the URL", async () => {
    const server = await createReader(({ url }) => url.href, ONE_PROXY);
    expect((await visit(server, "/", { Host: "xn--a" })).status).toBe(400);
    expect((await visit(server, "/", { ...THROUGH_PROXY, "X-Forwarded-Host": "xn--a" })).status).toBe(400);
    expect((await visit(server, "/", { Host: "xn--nxasmq6b" })).body).toBe('"http://xn--nxasmq6b/"');
  });

  it("reads the origin that CORS compares from the client, and answers a preflight by the resolved host", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    server.route({
      method: "GET",
      path: "/",
      vhost: "shop.example",
      options: { cors: { origin: ["https://shop.example"] } },
      handler: ({ info }) => String(info.cors.isOriginMatch),
    });
    const lines = { ...THROUGH_PROXY, Origin: "https://shop.example" };
    const allowed = { "access-control-allow-origin": "https://shop.example" };
    expect(await visit(server, "/", lines)).toMatchObject({ body: "true", headers: allowed });
    const preflight = { ...lines, "Access-Control-Request-Method": "GET" };
    expect(await visit(server, "/", preflight, "OPTIONS")).toMatchObject({ status: 200, headers: allowed });
    expect((await visit(server, "/", { ...lines, Origin: "https://evil.example" })).body).toBe("false");
  });

  it("gives each of two servers of a process the result of its own options", async () => {
    const read = ({ info }: Request): unknown => info.remoteAddress;
    const servers = [await createReader(read, { xFor: 1 }), await createReader(read, { xFor: 2 })];
    const answers = await Promise.all(servers.map((server) => visit(server, "/", THROUGH_PROXY)));
    expect(answers.map(({ body }) => body)).toEqual(['"198.51.100.7"', '"6.6.6.6"']);
  });

  it("acts by its last options if it is registered twice, also by another plugin", async () => {
    const read = ({ info, url }: Request): unknown => [info.remoteAddress, info.host, url.href];
    const server = await createReader(read, { xFor: 2, xHost: 2, xPrefix: 1 });
    await server.register({
      name: "inner",
      register: async (inner) => void (await inner.register({ plugin: proxyFix, options: ONE_PROXY })),
    });
    const { body } = await visit(server, "/", THROUGH_PROXY);
    expect(JSON.parse(body)).toEqual(["198.51.100.7", "shop.example", "https://shop.example/"]);
  });

  it("resolves again what proxyFixServer around the listener has resolved; upgrades are resolved by that one", async () => {
    const server = await createReader(({ info, url }) => [info.remoteAddress, url.href], { xHost: 1, xFor: 2 });
    proxyFixServer(server.listener, ONE_PROXY);
    const sockets = new WebSocketServer({ server: server.listener });
    sockets.on("connection", (socket, req) => socket.send(resolutionOf(req)?.clientAddress ?? ""));
    const { body } = await visit(server, "/", THROUGH_PROXY);
    expect(JSON.parse(body)).toEqual(["6.6.6.6", "https://shop.example/"]);
    const { port } = server.listener.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: { "X-Forwarded-For": "198.51.100.7" } });
    const [message] = (await once(socket, "message")) as [Buffer];
    expect(message.toString()).toBe("198.51.100.7");
    socket.terminate();
  });
});

describe("a server that stops, with the view of the socket that proxyFixServer creates", () => {
  /** Visits a server whose handler stops it. */
  async function stopWhileRunning(server: Server): Promise<unknown> {
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    proxyFixServer(server.listener, { ...ONE_PROXY, socket: true });
    const stops: Promise<void>[] = [];
    server.route({
      method: "GET",
      path: "/",
      handler: async ({ raw }) => {
        const closing = server.events.once("closing");
        stops.push(server.stop());
        await closing;
        return raw.req.socket.remoteAddress ?? "";
      },
    });
    const answer = await visit(server, "/", THROUGH_PROXY).then(
      ({ body }) => body,
      () => "closed",
    );
    await Promise.all(stops);
    return answer;
  }

  it("answers a running request if its option cleanStop is false", async () => {
    expect(await stopWhileRunning(createServer({ operations: { cleanStop: false } }))).toBe("198.51.100.7");
  });

  it("closes the connection of a running request by default, since hapi counts connections by their sockets", async () => {
    expect(await stopWhileRunning(createServer())).toBe("closed");
  });
});

describe("server.inject with proxyFix", () => {
  const read = ({ info, url, proxyFix: { clientAddress, host } }: Request): unknown => ({
    ...{ remoteAddress: info.remoteAddress, host: info.host, href: url.href, clientAddress, resolved: host },
  });

  it("reads the headers and the remote address of the injected request", async () => {
    const server = await createReader(read, { ...ONE_PROXY, trustedPeers: "10.0.0.0/8" });
    const headers = { ...THROUGH_PROXY, "x-forwarded-prefix": "" };
    const answer = async (remoteAddress: string): Promise<unknown> =>
      JSON.parse((await server.inject({ url: "/a", headers, remoteAddress })).payload);
    expect(await answer("10.0.0.1")).toMatchObject({ remoteAddress: "198.51.100.7", href: "https://shop.example/a" });
    expect(await answer("192.0.2.1")).toMatchObject({ remoteAddress: "192.0.2.1", href: "http://app:3000/a" });
  });

  it("does not refuse a request that names no host: its URL has the name of the server, and its host is unknown", async () => {
    const server = await createReader(read, ONE_PROXY);
    const answer = await server.inject("/a");
    expect(answer.statusCode).toBe(200);
    const facts = { remoteAddress: "127.0.0.1", clientAddress: "127.0.0.1", host: "" };
    expect(JSON.parse(answer.payload)).toEqual({ ...facts, href: "http://127.0.0.1:0/a" });
  });

  it("has the host that the test names, and refuses one that is none", async () => {
    const server = await createReader(read, ONE_PROXY);
    const { payload } = await server.inject({ url: "/a", authority: "shop.example" });
    expect(JSON.parse(payload)).toMatchObject({ host: "shop.example", href: "http://shop.example/a" });
    expect((await server.inject({ url: "/a", authority: "a b" })).statusCode).toBe(400);
  });

  it("refuses a client that sends the name of the server with the port 0", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options: ONE_PROXY });
    expect((await visit(server, "/", { Host: "127.0.0.1:0" })).status).toBe(400);
  });
});

describe("a refused request", () => {
  const options = { ...ONE_PROXY, allowedHosts: ["example.com"] };

  it("is answered with its status and a short text before it is routed, and every event has the connection's facts", async () => {
    const server = createServer();
    const seen: unknown[] = [];
    server.ext("onRequest", (request, h) => {
      seen.push([request.info.remoteAddress, request.info.host, request.headers["x-forwarded-for"]]);
      return h.continue;
    });
    await server.register({ plugin: proxyFix, options });
    server.route({ method: "GET", path: "/", handler: () => String(seen.push("reached")) });
    const answer = await visit(server, "/", THROUGH_PROXY);
    expect(answer).toMatchObject({ status: 400, headers: { "content-type": "text/plain; charset=utf-8" } });
    expect(answer.body).toBe("Bad Request: the forwarding headers or the host of this request are not acceptable\n");
    expect(seen).toEqual([["127.0.0.1", "app:3000", undefined]]);
  });

  it("has the refusal in request.plugins.proxyfix, for a log and for an answer of the application's own", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options });
    server.ext("onPreResponse", (request, h) => {
      const { error } = request.plugins.proxyfix ?? {};
      return error === undefined ? h.continue : h.response({ error: error.name }).code(421).takeover();
    });
    server.route({ method: "GET", path: "/", handler: () => "reached" });
    expect(await visit(server, "/", THROUGH_PROXY)).toMatchObject({ status: 421, body: '{"error":"ProxyFixRefusal"}' });
    expect((await visit(server, "/", { Host: "example.com" })).body).toBe("reached");
  });

  it("stays refused if a later registration would accept it", async () => {
    const server = await createReader(() => "reached", options, ONE_PROXY);
    expect((await visit(server, "/", THROUGH_PROXY)).status).toBe(400);
  });
});

describe("rewriteHeaders of the hapi adapter", () => {
  const read = ({ info, headers, url }: Request): unknown => [info.host, info.hostname, headers["host"], url.href];

  it("rewrites the host that hapi itself reads, without proxyFix", async () => {
    const server = await createReader(read);
    await server.register({ plugin: rewriteHeaders, options: { rewrite: copy("x-shop-host", "host") } });
    const { body } = await visit(server, "/a", { Host: "app:3000", "X-Shop-Host": "shop.example:81" });
    const host = "shop.example:81";
    expect(JSON.parse(body)).toEqual([host, "shop.example", host, `http://${host}/a`]);
  });

  it("leaves hapi's host alone if it is not rewritten", async () => {
    const server = await createReader(({ info, proxyFix: resolution }) => [info.host, typeof resolution]);
    await server.register({ plugin: rewriteHeaders, options: { rewrite: set("x-a", "b") } });
    const { body } = await visit(server, "http://target.example/a", { Host: "app:3000" });
    expect(JSON.parse(body)).toEqual(["target.example", "undefined"]);
  });

  it("is refused without a rewrite when it is registered", async () => {
    const register = createServer().register({ plugin: rewriteHeaders, options: {} as never });
    await expect(register).rejects.toThrow("`rewrite`");
  });
});
