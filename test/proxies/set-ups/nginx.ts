import { AT_APP, CLAIMS_TLS, OWN_VALUES, TLS, WELL_FORMED_VALUES, createSetUp, oneLayer } from "./set-up.js";
import type { SetUp } from "./set-up.js";

const usual = { xFor: 1, xProto: 1, xHost: 1, xPort: 1, trustedPeers: "loopback" } as const;

/** nginx in front. */
export const NGINX: readonly SetUp[] = [
  createSetUp({
    name: "nginx/usual",
    title: "the usual block",
    layers: oneLayer("nginx", ["usual.conf"]),
    options: usual,
  }),
  createSetUp({
    name: "nginx/tls",
    title: "TLS and HTTP/2",
    layers: oneLayer("nginx", ["tls.conf"], true),
    options: usual,
    entry: TLS,
  }),
  createSetUp({
    name: "nginx/keepalive",
    title: "keep-alive upstream and WebSocket",
    layers: oneLayer("nginx", ["keepalive.conf"]),
    options: { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    websocket: true,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "nginx/prefix",
    title: "a stripped prefix",
    layers: oneLayer("nginx", ["prefix.conf"]),
    options: { ...usual, xPrefix: 1 },
    entry: AT_APP,
  }),
  createSetUp({
    name: "nginx/unix",
    title: "a unix-domain socket",
    layers: oneLayer("nginx", ["unix.conf"]),
    options: { ...usual, trustedPeers: "unix" },
    unix: true,
  }),
  createSetUp({
    name: "nginx/forwarded",
    title: "Forwarded, written by hand",
    layers: oneLayer("nginx", ["forwarded.conf"]),
    options: { forwarded: 1, trustedPeers: "loopback" },
  }),
  createSetUp({
    name: "nginx/bare",
    title: "bare `proxy_pass`",
    layers: oneLayer("nginx", ["bare.conf"]),
    options: { xFor: 0, xProto: 0 },
    unknowable: ["address", "host"],
  }),
  createSetUp({
    name: "nginx/unsafe-lost",
    title: "**unsafe:** headers lost in a location",
    layers: oneLayer("nginx", ["unsafe-lost.conf"]),
    options: { xFor: 1, xProto: 1, trustedPeers: "loopback" },
    entry: { ipv6: false },
    unknowable: ["address", "host"],
    lets: [...OWN_VALUES, CLAIMS_TLS],
    letsUnderStrict: WELL_FORMED_VALUES,
  }),
  createSetUp({
    name: "nginx/unsafe-forwarded-host",
    title: "**unsafe:** Forwarded with the client's Host in it",
    layers: oneLayer("nginx", ["unsafe-forwarded-host.conf"]),
    options: { forwarded: 1, trustedPeers: "loopback" },
    entry: { ipv6: false },
    lets: ["a quote and a comma in Host"],
  }),
];
