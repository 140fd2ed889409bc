// CustomProxyFix, as deployment guides have it: the proxy does not send the headers that applications read, but writes the
// host that the client asked for into X-FHost. One copy mends that.
//
// It is safe for two reasons, and each is needed: the proxy overwrites X-FHost on every request, and the copy is made only
// for requests that come from the proxy. Anybody else who sends X-FHost is answered under the name that they came by.
import { createServer } from "node:http";
import { externalUrl } from "proxyfix";
import { proxyFix, rewriteHeaders } from "proxyfix/node";
import { copy, peerIn, when } from "proxyfix/rewrite";

/** Where the proxy's connections come from. */
const proxy = process.env.PROXY_ADDRESS ?? "127.0.0.1";

const customProxyFix = when(peerIn(proxy), copy("x-fhost", "host"));

const handler = proxyFix(
  (req, res) => {
    res.writeHead(302, { location: externalUrl(req.proxyFix, "/login") }).end();
  },
  { xFor: 0, xProto: 0, trustedPeers: proxy },
);

createServer(rewriteHeaders(handler, customProxyFix)).listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
