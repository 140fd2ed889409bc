// CustomProxyFix, as in many deployment guides: the proxy writes the client's host into X-FHost instead of a well-known
// header. One copy fixes that.
//
// It is safe for two reasons, and both are needed: the proxy overwrites X-FHost on every request, and the copy is made only
// if the peer is the proxy. For other peers X-FHost is ignored.
import { createServer } from "node:http";
import { externalUrl } from "proxyfix";
import { proxyFix, rewriteHeaders } from "proxyfix/node";
import { copy, peerIn, when } from "proxyfix/rewrite";

/** The address that the proxy connects from. */
const proxy = process.env.PROXY_ADDRESS ?? "127.0.0.1";

const customProxyFix = when(peerIn(proxy), copy("x-fhost", "host"));

const handler = proxyFix(
  (req, res) => {
    res.writeHead(302, { location: externalUrl(req.proxyFix, "/login") }).end();
  },
  { xFor: 0, xProto: 0, trustedPeers: proxy },
);

createServer(rewriteHeaders(handler, customProxyFix)).listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
