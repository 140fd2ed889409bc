import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";

import { proxyFix, rewriteUrl } from "../../src/adapters/fastify.js";

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

const OPTIONS = { trustedPeers: "10.0.0.1", strict: true } as const;

/** Returns the properties that `frameworkErrors` reads from a request with an invalid URL. */
async function readInFrameworkErrors(options: { rewriteUrl?: ReturnType<typeof rewriteUrl> }): Promise<unknown> {
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

describe("Fastify's frameworkErrors, which runs before any hook,", () => {
  it("receives the headers unchanged, and no refusal", async () => {
    expect(await readInFrameworkErrors({})).toMatchObject({ ip: "127.0.0.1", headers: ["6.6.6.6", "6.6.6.6"] });
  });

  it("receives no forged headers if rewriteUrl is set too", async () => {
    expect(await readInFrameworkErrors({ rewriteUrl: rewriteUrl(OPTIONS) })).toMatchObject({
      ip: "127.0.0.1",
      headers: [undefined, undefined],
    });
  });
});
