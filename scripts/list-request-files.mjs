// @ts-check
// Lists the files of dist that a usual request to an Express application runs through, by V8's precise coverage.
// npm run build && node scripts/list-request-files.mjs
import { once } from "node:events";
import { createServer } from "node:http";
import { Session } from "node:inspector/promises";
import express from "express";
import { proxyFix } from "proxyfix/express";

const HEADERS = {
  "X-Forwarded-For": "198.51.100.66, 203.0.113.7",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "shop.example",
};

const app = express();
app.use(proxyFix({ xHost: 1, trustedPeers: "loopback" }));
app.get("/", (req, res) => void res.send(`${req.ip} ${req.protocol}://${req.hostname}`));
const server = createServer(app).listen(0, "127.0.0.1");
await once(server, "listening");
const address = /** @type {import("node:net").AddressInfo} */ (server.address());
const ask = async () => (await fetch(`http://127.0.0.1:${address.port}/`, { headers: HEADERS })).text();

// The first request prepares Express's prototypes.
await ask();
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
const answer = await ask();
const { result } = await session.post("Profiler.takePreciseCoverage");
session.disconnect();
server.close();
server.closeAllConnections();

const dist = new URL("../dist/cjs/", import.meta.url).href;
const files = result
  .filter(({ url, functions }) => url.startsWith(dist) && functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
  .map(({ url }) => `src/${url.slice(dist.length).replace(/\.js$/, ".ts")}`);
if (answer !== "203.0.113.7 https://shop.example") throw new Error(`unexpected answer: ${answer}`);
console.log(files.toSorted().join("\n"));
