import { AT_APP, CLAIMS_TLS, OWN_VALUES, TLS, WELL_FORMED_VALUES, createSetUp, oneLayer } from "./set-up.js";
import type { SetUp } from "./set-up.js";

const usual = { xFor: 1, xProto: 1, xHost: 1, xPort: 1, trustedPeers: "loopback" } as const;

/** HAProxy in front. */
export const HAPROXY: readonly SetUp[] = [
  createSetUp({
    name: "haproxy/usual",
    title: "forwardfor, set-header",
    layers: oneLayer("haproxy", ["usual.cfg"]),
    options: usual,
    websocket: true,
  }),
  createSetUp({
    name: "haproxy/tls",
    title: "TLS and HTTP/2, shared upstream",
    layers: oneLayer("haproxy", ["tls.cfg"], true),
    options: usual,
    entry: TLS,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "haproxy/prefix",
    title: "a stripped prefix",
    layers: oneLayer("haproxy", ["prefix.cfg"]),
    options: { ...usual, xPrefix: 1 },
    entry: AT_APP,
  }),
  createSetUp({
    name: "haproxy/unix",
    title: "a unix-domain socket",
    layers: oneLayer("haproxy", ["unix.cfg"]),
    options: { ...usual, trustedPeers: "unix" },
    unix: true,
  }),
  createSetUp({
    name: "haproxy/forwarded",
    title: "Forwarded, written by hand",
    layers: oneLayer("haproxy", ["forwarded.cfg"]),
    options: { forwarded: 1, trustedPeers: "loopback" },
  }),
  createSetUp({
    name: "haproxy/bare",
    title: "no options",
    layers: oneLayer("haproxy", ["bare.cfg"]),
    options: { xFor: 0, xProto: 0 },
    unknowable: ["address"],
  }),
  createSetUp({
    name: "haproxy/unsafe-if-none",
    title: "**unsafe:** `forwardfor if-none`",
    layers: oneLayer("haproxy", ["unsafe-if-none.cfg"]),
    options: { xFor: 1, xProto: 1, trustedPeers: "loopback" },
    lets: OWN_VALUES,
    letsUnderStrict: OWN_VALUES,
  }),
  createSetUp({
    name: "haproxy/unsafe-ssl-fc",
    title: "**unsafe:** `add-header … if { ssl_fc }`",
    layers: oneLayer("haproxy", ["unsafe-ssl-fc.cfg"]),
    options: { xFor: 1, xProto: 1, trustedPeers: "loopback" },
    lets: [CLAIMS_TLS, ...WELL_FORMED_VALUES],
    letsUnderStrict: [CLAIMS_TLS, ...WELL_FORMED_VALUES],
  }),
];
