import { AT_APP, TLS, createSetUp, oneLayer } from "./set-up.js";
import type { SetUp } from "./set-up.js";

const usual = { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" } as const;

/** lighttpd in front. */
export const LIGHTTPD: readonly SetUp[] = [
  createSetUp({
    name: "lighttpd/usual",
    title: "mod_proxy",
    layers: oneLayer("lighttpd", ["usual.conf"]),
    options: usual,
  }),
  createSetUp({
    name: "lighttpd/tls",
    title: "TLS and HTTP/2",
    layers: oneLayer("lighttpd", ["tls.conf"], true),
    options: usual,
    entry: { ...TLS, ipv6: false },
  }),
  createSetUp({
    name: "lighttpd/websocket",
    title: "WebSocket",
    layers: oneLayer("lighttpd", ["websocket.conf"]),
    options: usual,
    websocket: true,
  }),
  createSetUp({
    name: "lighttpd/prefix",
    title: "a stripped prefix",
    layers: oneLayer("lighttpd", ["prefix.conf"]),
    options: { ...usual, xPrefix: 1 },
    entry: AT_APP,
  }),
  createSetUp({
    name: "lighttpd/unix",
    title: "a unix-domain socket",
    layers: oneLayer("lighttpd", ["unix.conf"]),
    options: { ...usual, trustedPeers: "unix" },
    unix: true,
  }),
  createSetUp({
    name: "lighttpd/forwarded",
    title: "`proxy.forwarded`",
    layers: oneLayer("lighttpd", ["forwarded.conf"]),
    options: { forwarded: 1, trustedPeers: "loopback" },
  }),
  createSetUp({
    name: "lighttpd/plain",
    title: "mod_proxy alone",
    layers: oneLayer("lighttpd", ["plain.conf"]),
    options: usual,
    lets: ["HTTP/1.0 without Host"],
    letsUnderStrict: ["HTTP/1.0 without Host"],
  }),
];
