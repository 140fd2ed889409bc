// Two ways in: clients come through a CDN, which puts their address into a header of its own, and staff through the
// company's load balancer, which adds to X-Forwarded-For. For peers of the CDN, and for no others, its header becomes
// X-Forwarded-For; from there on both ways are one.
//
// Where the CDN is the only way in, leave the rewrite out: { clientAddressHeader: "cf-connecting-ip" } says it all.
import { createServer } from "node:http";
import { proxyFix, rewriteHeaders } from "proxyfix/node";
import { copy, peerIn, when } from "proxyfix/rewrite";

/** The networks that the CDN connects from. CDNs publish theirs, and change them: keep them where you can. */
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
