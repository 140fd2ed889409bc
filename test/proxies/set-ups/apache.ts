import { AT_APP, TLS, createSetUp, oneLayer } from "./set-up.js";
import type { SetUp } from "./set-up.js";

const usual = { xFor: 1, xProto: 1, xHost: 1, xPort: 1, trustedPeers: "loopback" } as const;

/** Apache httpd in front. */
export const APACHE: readonly SetUp[] = [
  createSetUp({
    name: "apache/usual",
    title: "ProxyPreserveHost, RequestHeader",
    layers: oneLayer("apache", ["usual.conf"]),
    options: usual,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "apache/tls",
    title: "TLS and HTTP/2",
    layers: oneLayer("apache", ["tls.conf"], true),
    options: usual,
    entry: TLS,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "apache/websocket",
    title: "WebSocket",
    layers: oneLayer("apache", ["websocket.conf"]),
    options: usual,
    websocket: true,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "apache/prefix",
    title: "a stripped prefix",
    layers: oneLayer("apache", ["prefix.conf"]),
    options: { ...usual, xPrefix: 1 },
    entry: AT_APP,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "apache/unix",
    title: "a unix-domain socket",
    layers: oneLayer("apache", ["unix.conf"]),
    options: { ...usual, trustedPeers: "unix" },
    unix: true,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "apache/forwarded",
    title: "Forwarded, written by hand",
    layers: oneLayer("apache", ["forwarded.conf"]),
    options: { forwarded: 1, trustedPeers: "loopback" },
    sharesUpstream: true,
  }),
  createSetUp({
    name: "apache/plain",
    title: "ProxyPass alone",
    layers: oneLayer("apache", ["plain.conf"]),
    options: { xFor: 1, xProto: 0, xHost: 1, trustedPeers: "loopback" },
    sharesUpstream: true,
    lets: ["HTTP/1.0 without Host"],
    letsUnderStrict: ["HTTP/1.0 without Host"],
  }),
];
