// Two ways in: clients use a CDN, which puts their address into a header of its own. Staff use the company's load balancer,
// which adds to X-Forwarded-For. If the peer is the CDN, its header is copied to X-Forwarded-For. Then both ways are alike.
//
// If the CDN is the only way in, leave the rewrite out and use { trustedPeers: cdn, clientAddressHeader: "cf-connecting-ip" }.
import { createServer } from "node:http";
import { proxyFix, rewriteHeaders } from "proxyfix/node";
import { copy, peerIn, when } from "proxyfix/rewrite";

/** The networks that the CDN connects from. CDNs publish theirs and change them: keep them in the configuration. */
const cdn = (process.env.CDN_NETWORKS ?? "192.0.2.0/24").split(" ");
const loadBalancer = process.env.LOAD_BALANCER ?? "127.0.0.1";

const believeCdn = when(peerIn(cdn), copy("cf-connecting-ip", "x-forwarded-for"));

const handler = proxyFix(
  (req, res) => {
    res.end(`You are ${req.proxyFix.clientAddress}.\n`);
  },
  { trustedPeers: [...cdn, loadBalancer] },
);

createServer(rewriteHeaders(handler, believeCdn)).listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
