import { AT_APP, TLS, createSetUp, oneLayer } from "./set-up.js";
import type { SetUp } from "./set-up.js";

const usual = { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" } as const;
const addressAndProto = { xFor: 1, xProto: 1, trustedPeers: "loopback" } as const;

/** Varnish in front. */
export const VARNISH: readonly SetUp[] = [
  createSetUp({
    name: "varnish/usual",
    title: "headers set in VCL, WebSocket",
    layers: oneLayer("varnish", ["usual.vcl"]),
    options: { ...usual, xPort: 1 },
    websocket: true,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "varnish/prefix",
    title: "a stripped prefix",
    layers: oneLayer("varnish", ["prefix.vcl"]),
    options: { ...usual, xPrefix: 1 },
    entry: AT_APP,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "varnish/unix",
    title: "a unix-domain socket",
    layers: oneLayer("varnish", ["unix.vcl"]),
    options: { ...usual, trustedPeers: "unix" },
    unix: true,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "varnish/forwarded",
    title: "Forwarded, written in VCL",
    layers: oneLayer("varnish", ["forwarded.vcl"]),
    options: { forwarded: 1, trustedPeers: "loopback" },
    sharesUpstream: true,
  }),
  createSetUp({
    name: "varnish/builtin",
    title: "the built-in VCL",
    layers: oneLayer("varnish", ["builtin.vcl"]),
    options: { xFor: 1, xProto: 0, trustedPeers: "loopback" },
    sharesUpstream: true,
  }),
];

/** Squid in front. */
export const SQUID: readonly SetUp[] = [
  createSetUp({
    name: "squid/usual",
    title: "accelerator, proto set, WebSocket",
    websocket: true,
    layers: oneLayer("squid", ["usual.conf"]),
    options: addressAndProto,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "squid/plain",
    title: "accelerator",
    layers: oneLayer("squid", ["plain.conf"]),
    options: { xFor: 1, xProto: 0, trustedPeers: "loopback" },
    sharesUpstream: true,
  }),
];

const inDirectory = (directory: string, names: readonly string[]): string[] =>
  names.map((name) => `${directory}/${name}`);
const withPlugin = ["remap.config", "records.config", "plugin.config", "headers.config"];

/** Apache Traffic Server in front. */
export const TRAFFICSERVER: readonly SetUp[] = [
  createSetUp({
    name: "trafficserver/usual",
    title: "pristine Host, proto set, WebSocket",
    websocket: true,
    layers: oneLayer("trafficserver", inDirectory("usual", withPlugin)),
    options: addressAndProto,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "trafficserver/tls",
    title: "TLS and HTTP/2",
    layers: oneLayer("trafficserver", inDirectory("tls", [...withPlugin, "ssl_multicert.config"]), true),
    options: addressAndProto,
    entry: { ...TLS, ipv6: false },
    sharesUpstream: true,
  }),
  createSetUp({
    name: "trafficserver/prefix",
    title: "a stripped prefix",
    layers: oneLayer("trafficserver", inDirectory("prefix", withPlugin)),
    options: { ...addressAndProto, xPrefix: 1 },
    entry: AT_APP,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "trafficserver/forwarded",
    title: "`insert_forwarded`",
    layers: oneLayer("trafficserver", inDirectory("forwarded", ["remap.config", "records.config"])),
    options: { forwarded: 1, trustedPeers: "loopback" },
    sharesUpstream: true,
  }),
  createSetUp({
    name: "trafficserver/plain",
    title: "remap alone",
    layers: oneLayer("trafficserver", inDirectory("plain", ["remap.config", "records.config"])),
    options: { xFor: 1, xProto: 0, trustedPeers: "loopback" },
    unknowable: ["host"],
    sharesUpstream: true,
  }),
];
