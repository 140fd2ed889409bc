// Proxies that change the connection: PROXY protocol, and published ports.
import http, { createServer, type RequestListener, type Server } from "node:http";
import { createRequire } from "node:module";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { proxyFix } from "../../src/adapters/node.js";
import type { ProxyFixOptions, Resolution } from "../../src/index.js";
import { formatRequest, send, type Answer, type HeaderLine } from "./harness/raw-client.js";
import { startStack } from "./harness/stack.js";
import { PROXY_PROTOCOL, PROXY_PROTOCOL_NGINX, PUBLISHED_PORT } from "./set-ups/connections.js";
import { NGINX } from "./set-ups/nginx.js";
import type { SetUp } from "./set-ups/set-up.js";
import { isRunnable } from "./suite.js";

interface ProxyWrap {
  proxy(module: typeof http, options?: object): Pick<typeof http, "createServer">;
}
const require = createRequire(import.meta.url);
const proxyWrap = require("findhit-proxywrap") as ProxyWrap;
const createWrapped = (listener: RequestListener): Server =>
  proxyWrap.proxy(http, { ignoreStrictExceptions: true }).createServer(listener);

const CLIENT = "127.0.0.77";
const FORGED: readonly HeaderLine[] = [
  ["X-Forwarded-For", "6.6.6.6"],
  ["X-Forwarded-Proto", "https"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-Real-IP", "6.6.6.6"],
  ["Forwarded", "for=6.6.6.6"],
];

type Facts = Pick<Resolution, "clientAddress" | "proto" | "host" | "port" | "issues">;

/** Answers with the facts and with all headers. */
const listenerWith = (options: ProxyFixOptions): RequestListener =>
  proxyFix((req, res) => {
    const { clientAddress, proto, host, port, issues } = req.proxyFix;
    res.end(JSON.stringify({ clientAddress, proto, host, port, issues, headers: req.rawHeaders }));
  }, options);

/** Starts the proxies in front of an application and returns a way to send bytes to them. */
async function start(
  { layers, options, entry }: SetUp,
  create: (listener: RequestListener) => Server = createServer,
): Promise<(bytes: string) => Promise<Answer>> {
  const stack = await startStack({ layers, app: create(listenerWith(options)) });
  onTestFinished(() => stack.stop());
  const target = { address: "127.0.0.1", port: stack.port(entry.listens), tls: entry.tls, from: CLIENT };
  return (bytes) => send(target, bytes);
}

const requestTo = (host: string): string =>
  formatRequest("GET", "/", [["Host", host], ["Connection", "close"], ...FORGED]);
const factsOf = ({ body }: Answer): Facts => JSON.parse(body.toString()) as Facts;

describe.skipIf(!isRunnable(PROXY_PROTOCOL))("findhit-proxywrap behind HAProxy that sends PROXY protocol", () => {
  it("makes the client the peer, and no forged header is believed", async () => {
    const visit = await start(PROXY_PROTOCOL, createWrapped);
    const answer = await visit(requestTo("shop.example:8080"));
    expect(factsOf(answer)).toMatchObject({
      clientAddress: CLIENT,
      proto: "http",
      host: "shop.example:8080",
      issues: [],
    });
    expect(answer.body.toString()).not.toMatch(/6\.6\.6\.6|evil/);
  });

  it("ignores a PROXY line that the client sends", async () => {
    const visit = await start(PROXY_PROTOCOL, createWrapped);
    const line = "PROXY TCP4 6.6.6.6 127.0.0.1 40000 8080\r\n";
    expect((await visit(line + requestTo("shop.example"))).status).toBe(400);
  });
});

describe.skipIf(!isRunnable(PROXY_PROTOCOL))("node:http behind HAProxy that sends PROXY protocol", () => {
  it("answers with 400, since Node does not read PROXY protocol", async () => {
    const visit = await start(PROXY_PROTOCOL);
    expect((await visit(requestTo("shop.example"))).status).toBe(400);
  });
});

describe("findhit-proxywrap with a client that connects past the proxy", () => {
  async function visitDirectly(bytes: string): Promise<Answer> {
    const server = createWrapped(listenerWith(PROXY_PROTOCOL.options)).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return send({ address: "127.0.0.1", port, tls: false, from: CLIENT }, bytes);
  }

  it("believes any address in that client's PROXY line", async () => {
    const line = "PROXY TCP4 6.6.6.6 127.0.0.1 40000 8080\r\n";
    expect(factsOf(await visitDirectly(line + requestTo("shop.example")))).toMatchObject({ clientAddress: "6.6.6.6" });
  });

  it("closes a connection without a PROXY line, and the process goes on", async () => {
    await expect(visitDirectly(requestTo("shop.example"))).rejects.toThrow();
  });
});

describe.skipIf(!isRunnable(PROXY_PROTOCOL_NGINX))("nginx behind HAProxy that sends PROXY protocol", () => {
  it("writes the client's address into the header that proxyFix counts", async () => {
    const visit = await start(PROXY_PROTOCOL_NGINX);
    const answer = await visit(requestTo("shop.example"));
    expect(factsOf(answer)).toMatchObject({ clientAddress: CLIENT, proto: "http", host: "shop.example", issues: [] });
    expect(answer.body.toString()).not.toMatch(/6\.6\.6\.6|evil/);
  });
});

describe.skipIf(!isRunnable(PUBLISHED_PORT))("nginx whose port is published as another one", () => {
  it("keeps the published port in the host by $http_host", async () => {
    const visit = await start(PUBLISHED_PORT);
    const answer = await visit(requestTo("shop.example:8443"));
    expect(factsOf(answer)).toMatchObject({ clientAddress: CLIENT, host: "shop.example:8443", port: 8443, issues: [] });
    expect(answer.body.toString()).not.toMatch(/6\.6\.6\.6|evil/);
  });

  it("loses it by $host", async () => {
    const usual = NGINX.find(({ name }) => name === "nginx/usual");
    if (usual === undefined) throw new Error("no set-up nginx/usual");
    const visit = await start(usual);
    expect(factsOf(await visit(requestTo("shop.example:8443"))).host).not.toBe("shop.example:8443");
  });
});
