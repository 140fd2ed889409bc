import { connect, constants, createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import Koa from "koa";
import { describe, expect, it, onTestFinished } from "vitest";

import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix, proxyFixServer } from "../../src/adapters/node.js";

const OPTIONS = { trustedPeers: "loopback", xHost: 1 } as const;

type Http2Server = ReturnType<typeof createServer>;
/** Starts a server whose application answers with the origin and the target, as it would put them together. */
type Start = () => Promise<Http2Server> | Http2Server;

const servers: readonly (readonly [string, Start])[] = [
  ["proxyFix of the node adapter", () => createServer(proxyFix((req, res) => void res.end(`${req.proxyFix.origin}${req.url}`), OPTIONS) as never)], // prettier-ignore
  [
    "proxyFixServer",
    () => {
      const server = proxyFixServer(createServer(), OPTIONS);
      return server.on("request", (req, res) => void res.end(`${req.headers[":authority"]}${req.url}`));
    },
  ],
  [
    "Koa's adapter",
    () => {
      const app = new Koa({ env: "test" }).use(koaProxyFix(OPTIONS)).use((ctx) => {
        ctx.body = ctx.href;
      });
      app.silent = true;
      return createServer(app.callback() as never);
    },
  ],
  [
    "Fastify's adapter",
    async () => {
      const app = fastify({ http2: true });
      await app.register(fastifyProxyFix, OPTIONS);
      app.setNotFoundHandler((request) => `${request.protocol}://${request.host}${request.url}`);
      await app.ready();
      onTestFinished(() => app.close());
      return app.server as unknown as Http2Server;
    },
  ],
];

async function ask(server: Http2Server, headers: OutgoingHttpHeaders): Promise<unknown> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  const stream = session.request(headers).resume();
  const answer = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
    stream.once("response", resolve).once("error", reject);
  });
  return answer[constants.HTTP2_HEADER_STATUS];
}

// nghttp2, Node's parser, checks the path only if the scheme is http or https.
describe.each(servers)("%s, over HTTP/2", (_name, start) => {
  it.each([
    "http://evil.example/login",
    ".evil.example/x",
    "@evil.example/x",
    "http://shop.example/x",
    "*.evil.example",
  ])("refuses the path %j of a foreign scheme, also if a proxy states the host", async (path) => {
    const request = { ":scheme": "x", ":authority": "shop.example", ":path": path };
    expect(await ask(await start(), request)).toBe(400);
    expect(await ask(await start(), { ...request, "x-forwarded-host": "shop.example" })).toBe(400);
  });

  it("accepts a path of a foreign scheme", async () => {
    const request = { ":scheme": "x", ":authority": "shop.example", ":path": "/x" };
    expect(await ask(await start(), request)).not.toBe(400);
  });
});
