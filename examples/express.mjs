// An Express application behind a reverse proxy on the same machine: an access log that no client can forge, a limit for
// each client that none can pass, and a redirect to the address under which the client sees the application.
import express from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import morgan from "morgan";
import { externalUrl } from "proxyfix";
import { proxyFix } from "proxyfix/express";

const app = express();
// With `socket`, morgan writes "-" for a client whom the proxy does not know, rather than the proxy's own address.
app.use(proxyFix({ xHost: 1, xPrefix: 1, trustedPeers: "loopback", socket: true }));
app.use(morgan(":remote-addr :method :url :status", { stream: { write: (line) => console.log(line.trimEnd()) } }));

const fiveAMinute = rateLimit({
  windowMs: 60_000,
  limit: 5,
  // Clients that the proxy does not know share one limit.
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
