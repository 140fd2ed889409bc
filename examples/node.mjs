// An HTTP server behind a reverse proxy on the same machine, with an access log that clients cannot forge and a redirect to a
// URL that the client can reach.
//
// If the proxy overwrites X-Forwarded-Host on every request, add xHost: 1. If it overwrites X-Forwarded-Prefix, add
// xPrefix: 1.
import { createServer } from "node:http";
import { externalUrl } from "proxyfix";
import { proxyFix } from "proxyfix/node";

const handler = proxyFix(
  (req, res) => {
    const { clientAddress = "-" } = req.proxyFix;
    const path = req.url ?? "/";
    console.log(`${clientAddress} ${req.method} ${externalUrl(req.proxyFix, path)}`);
    if (path === "/welcome") {
      res.setHeader("content-type", "text/plain");
      res.end(`Welcome, ${clientAddress}.\n`);
    } else {
      res.writeHead(302, { location: externalUrl(req.proxyFix, "/welcome") }).end();
    }
  },
  { trustedPeers: "loopback" },
);

createServer(handler).listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
