import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";

import { proxyFix, rewriteUrl } from "../../src/adapters/fastify.js";

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

const OPTIONS = { trustedPeers: "10.0.0.1", strict: true } as const;

/** What the handler of `frameworkErrors` sees of a request whose URL cannot be read. */
async function see(options: { rewriteUrl?: ReturnType<typeof rewriteUrl> }): Promise<unknown> {
  let seen: unknown;
  const app = fastify({
    ...options,
    frameworkErrors: (_error, request: FastifyRequest, reply) => {
      const { "x-forwarded-for": forwarded, "x-real-ip": real } = request.headers;
      seen = { ip: request.ip, headers: [forwarded, real], resolved: request.proxyFix !== undefined };
      void (reply as unknown as FastifyReply).code(400).send();
    },
  });
  close = () => app.close();
  await app.register(proxyFix, OPTIONS);
  app.get("/", () => "here");
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const headers = { "x-forwarded-for": "6.6.6.6", "x-real-ip": "6.6.6.6" };
  expect((await fetch(`http://127.0.0.1:${port}/%world`, { headers })).status).toBe(400);
  return seen;
}

describe("Fastify's frameworkErrors, which answers before any hook", () => {
  it("sees the headers as they came, and nothing refused", async () => {
    expect(await see({})).toMatchObject({ ip: "127.0.0.1", headers: ["6.6.6.6", "6.6.6.6"] });
  });

  it("sees nothing forged where rewriteUrl is there too", async () => {
    expect(await see({ rewriteUrl: rewriteUrl(OPTIONS) })).toMatchObject({
      ip: "127.0.0.1",
      headers: [undefined, undefined],
    });
  });
});
