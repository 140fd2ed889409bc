// Proves the warnings of docs/deploy.
import { createServer, request } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { proxyFix } from "../../src/adapters/node.js";
import type { NodeOptions } from "../../src/adapters/node.js";
import { resolve } from "../../src/index.js";
import type { Issue, RequestFacts } from "../../src/index.js";
import { createNodeApp } from "./harness/node-app.js";
import { headerValues } from "./harness/raw-client.js";
import { startStack } from "./harness/stack.js";
import { createVisitor } from "./harness/visit.js";
import { MAP_URLPATH } from "./set-ups/traps.js";
import { isRunnable } from "./suite.js";

async function listen(handler: RequestListener): Promise<Server> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return server;
}

/** Sends a health check: directly, without any forwarding header, with an address as its Host. */
async function check(options: NodeOptions): Promise<[status: number | undefined, body: string]> {
  const server = await listen(proxyFix((req, res) => res.end(req.proxyFix.clientAddress), options));
  const { port } = server.address() as AddressInfo;
  const visit = request({ host: "127.0.0.1", port, localAddress: "127.0.0.9", agent: false }).end();
  const [answer] = await once(visit, "response");
  return [answer.statusCode, (await answer.setEncoding("utf8").toArray()).join("")];
}

describe("a health check that bypasses the proxy", () => {
  it("is answered without strict, with the checker's address as the client address", async () => {
    expect(await check({ trustedPeers: "loopback" })).toEqual([200, "127.0.0.9"]);
  });

  it("is refused by strict", async () => {
    expect((await check({ trustedPeers: "loopback", strict: true }))[0]).toBe(400);
  });

  it("is refused by allowedHosts, since its Host is an address", async () => {
    expect((await check({ trustedPeers: "loopback", allowedHosts: ["app.example.com"] }))[0]).toBe(400);
  });

  it("is answered if a strict function accepts the checker's address", async () => {
    const strict = (_issue: Issue, facts: RequestFacts): boolean => facts.peerAddress !== "127.0.0.9";
    expect(await check({ trustedPeers: "loopback", strict })).toEqual([200, "127.0.0.9"]);
  });
});

describe('trustedPeers: "uniquelocal"', () => {
  it("believes every neighbour in a shared network, unlike the proxy's own address", () => {
    const neighbour = { headers: { "x-forwarded-for": "6.6.6.6" }, peerAddress: "10.99.0.7" };
    expect(resolve(neighbour, { trustedPeers: "uniquelocal" }).clientAddress).toBe("6.6.6.6");
    expect(resolve(neighbour, { trustedPeers: "10.1.0.2" }).clientAddress).toBe("10.99.0.7");
  });
});

describe("a router that appends to the first X-Forwarded-For line alone", () => {
  it("makes the core believe a client's second line, with strict too, as the page of Heroku warns", () => {
    const headers = { "x-forwarded-for": ["198.51.100.7", "6.6.6.6"], "x-forwarded-proto": "https" };
    expect(resolve({ headers, peerAddress: "10.1.2.3" }, { strict: true }).clientAddress).toBe("6.6.6.6");
  });
});

describe.skipIf(!isRunnable(MAP_URLPATH))("lighttpd's map-urlpath", () => {
  it("adds the prefix to a Location and a cookie's path that have it already", async () => {
    const app = createNodeApp(MAP_URLPATH.options);
    const stack = await startStack({ layers: MAP_URLPATH.layers, app: app.server });
    onTestFinished(() => stack.stop());
    const visitor = createVisitor(MAP_URLPATH, stack);
    const answer = await visitor.visit("/redirect");
    expect(headerValues(answer, "location")).toEqual([`http://${visitor.host}/app/app/after?q=1`]);
    expect(headerValues(answer, "set-cookie")).toEqual(["id=1; Path=/app/app; HttpOnly"]);
  });
});
