import fastify, { type FastifyRequest } from "fastify";
import { proxyFix, rewriteHeaders, rewriteUrl, type AdapterResolution } from "proxyfix/fastify";
import { copy } from "proxyfix/rewrite";
import { assertType, type IsSame } from "./assert.js";

declare const resolution: AdapterResolution;
const app = fastify({ rewriteUrl: rewriteUrl({ xHost: 1 }) });
await app.register(proxyFix);
await app.register(proxyFix, {});
await app.register(proxyFix, { xHost: 1, keepHeaders: ["x-real-ip"], shadow: { xFor: 2 } });
await app.register(rewriteHeaders, { rewrite: copy("x-shop-host", "x-forwarded-host") });
app.get<{ readonly Params: { readonly id: string } }>("/users/:id", (request, reply) => {
  assertType<IsSame<typeof request.proxyFix, AdapterResolution>>();
  assertType<IsSame<typeof request.proxyFix.clientAddress, string | undefined>>();
  assertType<IsSame<typeof request.params.id, string>>();
  // @ts-expect-error - the resolution is read-only
  request.proxyFix = resolution;
  return reply.send(request.proxyFix);
});
export const clientOf = (request: FastifyRequest): string | undefined => request.proxyFix.clientAddress;

// Other kinds of instances of Fastify.
await fastify({ http2: true }).register(proxyFix, { xHost: 1 });
await fastify({ logger: true }).register(proxyFix, { xHost: 1 });
await app.register(async (child) => void child.register(proxyFix, { xFor: 2 }));

// @ts-expect-error - no such option
await app.register(proxyFix, { xHots: 1 });
// @ts-expect-error - no such option beside a valid one
await app.register(proxyFix, { xHost: 1, xHots: 1 });
// @ts-expect-error - a count is a number
await app.register(proxyFix, { xFor: "1" });
// @ts-expect-error - Fastify's adapter has no view of the socket
await app.register(proxyFix, { xHost: 1, socket: true });
// @ts-expect-error - a rewrite is required
await app.register(rewriteHeaders, {});
// @ts-expect-error - no such option
rewriteUrl({ xHots: 1 });
