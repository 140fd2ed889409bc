import { AT_APP, CLAIMS_TLS, TLS, createSetUp, oneLayer } from "./set-up.js";
import type { SetUp } from "./set-up.js";

const usual = { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" } as const;

/** Caddy in front. */
export const CADDY: readonly SetUp[] = [
  createSetUp({
    name: "caddy/usual",
    title: "`reverse_proxy`",
    layers: oneLayer("caddy", ["usual.caddyfile"]),
    options: usual,
    websocket: true,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "caddy/tls",
    title: "TLS and HTTP/2",
    layers: oneLayer("caddy", ["tls.caddyfile"], true),
    options: usual,
    entry: TLS,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "caddy/prefix",
    title: "a stripped prefix",
    layers: oneLayer("caddy", ["prefix.caddyfile"]),
    options: { ...usual, xPrefix: 1 },
    entry: AT_APP,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "caddy/unix",
    title: "a unix-domain socket",
    layers: oneLayer("caddy", ["unix.caddyfile"]),
    options: { ...usual, trustedPeers: "unix" },
    unix: true,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "caddy/forwarded",
    title: "Forwarded, written by hand",
    layers: oneLayer("caddy", ["forwarded.caddyfile"]),
    options: { forwarded: 1, trustedPeers: "loopback" },
    sharesUpstream: true,
  }),
  createSetUp({
    name: "caddy/unsafe-trusted-client",
    title: "**unsafe:** the client is inside `trusted_proxies`",
    layers: oneLayer("caddy", ["unsafe-trusted-client.caddyfile"]),
    options: usual,
    sharesUpstream: true,
    lets: ["every header at once", "every header at once, well formed", "several lines of each header", CLAIMS_TLS],
    letsUnderStrict: ["every header at once, well formed", CLAIMS_TLS],
  }),
];
