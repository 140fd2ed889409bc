// A Fastify application behind a reverse proxy on the same machine, with an access log that clients cannot forge, a rate
// limit for each client, and a redirect to a URL that the client can reach.
//
// If the proxy overwrites X-Forwarded-Host on every request, add xHost: 1. If it overwrites X-Forwarded-Prefix, add
// xPrefix: 1.
import rateLimit from "@fastify/rate-limit";
import Fastify from "fastify";
import { externalUrl } from "proxyfix";
import { proxyFix } from "proxyfix/fastify";

const app = Fastify();
await app.register(proxyFix, { trustedPeers: "loopback" });

app.addHook("onResponse", async (request, reply) => {
  console.log(`${request.ip ?? "-"} ${request.method} ${request.originalUrl} ${reply.statusCode}`);
});

await app.register(rateLimit, {
  global: false,
  // Clients with an unknown address share one limit.
  keyGenerator: (request) => request.ip ?? "unknown",
});

app.get("/", (request, reply) => reply.redirect(externalUrl(request.proxyFix, "/welcome")));
app.get("/welcome", (request) => {
  const { protocol, host, originalUrl, ip } = request;
  return `Welcome to ${protocol}://${host}${originalUrl}, ${ip ?? "stranger"}.\n`;
});
app.get("/search", { config: { rateLimit: { max: 5, timeWindow: 60_000 } } }, () => "Nothing found.\n");

console.log("listening on", await app.listen({ port: Number(process.env.PORT ?? 8080), host: "127.0.0.1" }));
