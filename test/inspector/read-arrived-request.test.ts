import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import http2 from "node:http2";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

import { proxyFix, rewriteHeaders } from "../../src/adapters/node.js";
import { readArrivedRequest } from "../../src/inspector/read-arrived-request.js";
import type { ArrivedRequest } from "../../src/recommend/observation.js";
import { resolve as resolveFacts } from "../../src/resolve/resolver.js";
import { set } from "../../src/rewrite/set.js";
import { requestHttp2 } from "../contract/stage.js";
import { createDirectory } from "../frameworks/listen.js";

/** Sends bytes to a server on loopback, or on a path, and returns the request as the wrapped listener receives it. */
async function receive(
  bytes: string,
  {
    wrap = (listener) => listener,
    path,
  }: { wrap?: (listener: RequestListener) => RequestListener; path?: string } = {},
): Promise<ArrivedRequest> {
  let arrived: ArrivedRequest | undefined;
  const server = createServer(
    wrap((req, res) => {
      arrived = readArrivedRequest(req);
      res.end();
    }),
  );
  await listen(server, path);
  const address = server.address();
  const socket = typeof address === "string" ? connect(address) : connect((address as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.write(bytes);
  await once(socket, "data");
  return arrived!;
}

async function listen(server: Server, path?: string): Promise<void> {
  server.listen(path === undefined ? { port: 0, host: "127.0.0.1" } : { path });
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
}

describe("readArrivedRequest", () => {
  it("returns the lines, the peer and the path as received", async () => {
    const arrived = await receive("GET /a?b=c#d HTTP/1.1\r\nHOST: a.test\r\nX-A: 1\r\nx-a: 2\r\n\r\n");
    expect(arrived).toEqual({
      facts: {
        headers: { host: "a.test", "x-a": "1, 2" },
        peerAddress: "127.0.0.1",
        peerPort: expect.any(Number),
        encrypted: false,
        authority: undefined,
      },
      path: "/a?b=c#d",
      rawHeaders: ["HOST", "a.test", "X-A", "1", "x-a", "2"],
    });
  });

  it("returns what arrived before proxyFix and rewriteHeaders", async () => {
    const wrap = (listener: RequestListener): RequestListener =>
      rewriteHeaders(proxyFix(listener, { xPrefix: 1, xHost: 1 }), set("x-forwarded-host", "rewritten.test"));
    const lines =
      "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: b.test\r\nX-Forwarded-Prefix: /p\r\nX-Real-IP: 6.6.6.7";
    const arrived = await receive(`GET /a HTTP/1.1\r\nHost: a.test\r\n${lines}\r\n\r\n`, { wrap });
    expect(arrived.path).toBe("/a");
    expect(arrived.facts.headers).toEqual({
      host: "a.test",
      "x-forwarded-for": "6.6.6.6",
      "x-forwarded-host": "b.test",
      "x-forwarded-prefix": "/p",
      "x-real-ip": "6.6.6.7",
    });
    expect(arrived.rawHeaders.filter((_, at) => at % 2 === 1)).toEqual([
      "a.test",
      "6.6.6.6",
      "b.test",
      "/p",
      "6.6.6.7",
    ]);
  });

  it("returns the authority of an absolute target apart from the path", async () => {
    const { facts, path } = await receive("GET http://b.test:81?c HTTP/1.1\r\nHost: a.test\r\n\r\n");
    expect([facts.authority, path]).toEqual(["b.test:81", "/?c"]);
    const root = await receive("GET http://b.test HTTP/1.1\r\nHost: a.test\r\n\r\n");
    expect([root.facts.authority, root.path]).toEqual(["b.test", "/"]);
  });

  it("returns the facts that the resolver refuses if there are two Host lines", async () => {
    const { facts } = await receive("GET / HTTP/1.1\r\nHost: a.test\r\nHost: b.test\r\n\r\n");
    expect(facts.headers).toMatchObject({ host: ["a.test", "b.test"] });
    expect(resolveFacts(facts).host).toBeUndefined();
  });

  it("names a peer on a unix-domain socket", async () => {
    const path = join(createDirectory(), "a.sock");
    const { facts } = await receive("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", { path });
    expect(facts).toMatchObject({ peerAddress: "unix" });
  });

  it("returns the authority of HTTP/2 as the header that the resolver reads", async () => {
    let arrived: ArrivedRequest | undefined;
    const server = http2.createServer((req, res) => {
      arrived = readArrivedRequest(req);
      res.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    await requestHttp2("h2c", port, { ":path": "/a?b", ":authority": "a.test", cookie: "a=b" });
    expect(arrived).toMatchObject({ path: "/a?b", facts: { headers: { ":authority": "a.test" } } });
    expect(JSON.stringify(arrived)).not.toContain("a=b");
    expect(resolveFacts(arrived!.facts).host).toBe("a.test");
  });
});
