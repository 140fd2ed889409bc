// Tests of applications inject requests instead of sending them: injected requests are resolved as well.
import type { IncomingMessage, ServerResponse } from "node:http";
import inject from "light-my-request";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix as nodeProxyFix } from "../../src/adapters/node.js";
import { EXPRESSES, fastify5, KOAS } from "./frameworks.js";
import { behindEdge, CLIENT, HOST, OPTIONS } from "./site.js";

const headers = behindEdge() as Record<string, string>;
const RESOLVED = `${CLIENT} https://${HOST}/cart`;
const write = (ip: string | undefined, protocol: string, host: string | undefined, path: string): string =>
  `${ip} ${protocol}://${host}${path}`;

const APPS = new Map<string, () => Parameters<typeof supertest>[0]>([
  [
    "node:http",
    () =>
      nodeProxyFix((req, res) => res.end(`${req.proxyFix.clientAddress} ${req.proxyFix.origin}${req.url}`), OPTIONS),
  ],
  ...EXPRESSES.map(
    ([name, express]) =>
      [
        name,
        () =>
          express().use(proxyFix(OPTIONS), (req, res) => {
            res.end(write(req.ip, req.protocol, req.get("host"), req.originalUrl));
          }),
      ] as const,
  ),
  ...KOAS.map(
    ([name, Koa]) =>
      [
        name,
        () => {
          const app = new Koa().use(koaProxyFix(OPTIONS)).use((ctx) => {
            ctx.body = write(ctx.ip, ctx.protocol, ctx.host, ctx.originalUrl);
          });
          const answer = app.callback();
          return (req: IncomingMessage, res: ServerResponse) => void answer(req, res);
        },
      ] as const,
  ),
]);

describe("supertest", () => {
  it.each([...APPS])("gives the believed client address and URL on %s", async (_, createApp) => {
    const { text } = await supertest(createApp()).get("/cart").set(headers);
    expect(text).toBe(RESOLVED);
  });
});

describe("light-my-request", () => {
  it.each([...APPS])(
    "gives the believed client address and URL on %s only if the peer is trusted",
    async (_, createApp) => {
      const app = createApp() as Parameters<typeof inject>[0];
      expect((await inject(app, { url: "/cart", headers })).payload).toBe(RESOLVED);
      const { payload } = await inject(app, { url: "/cart", headers, remoteAddress: "192.0.2.9" });
      expect(payload).toBe("192.0.2.9 http://backend.internal/cart");
    },
  );

  it("gives the believed client address and URL on Fastify's own inject only if the peer is trusted", async () => {
    const app = fastify5();
    await app.register(fastifyProxyFix, OPTIONS);
    app.get("/cart", ({ ip, protocol, host, originalUrl }) => write(ip, protocol, host, originalUrl));
    expect((await app.inject({ url: "/cart", headers })).payload).toBe(RESOLVED);
    const { payload } = await app.inject({ url: "/cart", headers, remoteAddress: "192.0.2.9" });
    expect(payload).toBe("192.0.2.9 http://backend.internal/cart");
  });
});
