// An HTTP server behind a reverse proxy on the same machine, with an access log that clients cannot forge and a redirect to a
// URL that the client can reach.
//
// The proxy overwrites X-Forwarded-Host and X-Forwarded-Prefix on every request. If yours does not, leave xHost and
// xPrefix out.
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
  { xHost: 1, xPrefix: 1, trustedPeers: "loopback" },
);

createServer(handler).listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
