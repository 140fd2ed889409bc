// A Koa application behind a reverse proxy on the same machine, with an access log that clients cannot forge, a rate
// limit for each client, and a redirect to a URL that the client can reach.
//
// If the proxy overwrites X-Forwarded-Host on every request, add xHost: 1. If it overwrites X-Forwarded-Prefix, add
// xPrefix: 1.
import Koa from "koa";
import rateLimit from "koa-ratelimit";
import { externalUrl } from "proxyfix";
import { proxyFix } from "proxyfix/koa";

const app = new Koa();
app.use(proxyFix({ trustedPeers: "loopback" }));

app.use(async (ctx, next) => {
  await next();
  console.log(`${ctx.ip || "-"} ${ctx.method} ${ctx.originalUrl} ${ctx.status}`);
});

const fiveAMinute = rateLimit({
  driver: "memory",
  db: new Map(),
  duration: 60_000,
  max: 5,
  // Clients with an unknown address share one limit.
  id: (ctx) => ctx.ip || "unknown",
});

app.use((ctx, next) => {
  switch (ctx.path) {
    case "/":
      return ctx.redirect(externalUrl(ctx.proxyFix, "/welcome"));
    case "/welcome":
      ctx.body = `Welcome to ${ctx.href}, ${ctx.ip || "stranger"}.\n`;
      return;
    case "/search":
      return fiveAMinute(ctx, async () => {
        ctx.body = "Nothing found.\n";
      });
    default:
      return next();
  }
});

const server = app.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  console.log("listening on", server.address());
});
