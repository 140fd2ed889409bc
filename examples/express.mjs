// An Express application behind a reverse proxy on the same machine, with an access log that clients cannot forge, a rate
// limit for each client, and a redirect to a URL that the client can reach.
//
// If the proxy overwrites X-Forwarded-Host on every request, add xHost: 1. If it overwrites X-Forwarded-Prefix, add
// xPrefix: 1.
import express from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import morgan from "morgan";
import { externalUrl } from "proxyfix";
import { proxyFix } from "proxyfix/express";

const app = express();
// With `socket`, morgan writes "-" if the client's address is unknown, instead of the proxy's address.
app.use(proxyFix({ trustedPeers: "loopback", socket: true }));
app.use(morgan(":remote-addr :method :url :status", { stream: { write: (line) => console.log(line.trimEnd()) } }));

const fiveAMinute = rateLimit({
  windowMs: 60_000,
  limit: 5,
  // Clients with an unknown address share one limit.
  keyGenerator: ({ ip }) => (ip === undefined ? "unknown" : ipKeyGenerator(ip)),
});

app.get("/", (req, res) => {
  res.redirect(externalUrl(req.proxyFix, "/welcome"));
});
app.get("/welcome", (req, res) => {
  res.type("text").send(`Welcome to ${req.protocol}://${req.host}${req.originalUrl}, ${req.ip ?? "stranger"}.\n`);
});
app.get("/search", fiveAMinute, (_req, res) => {
  res.type("text").send("Nothing found.\n");
});

const server = app.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  console.log("listening on", server.address());
});
