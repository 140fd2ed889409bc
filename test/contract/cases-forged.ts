import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import { CLIENT, fix, HOST, PEER, type Case } from "./cases.js";
import type { HeaderLine } from "./wire.js";

const everyForwardingHeader: readonly HeaderLine[] = [
  ["X-Forwarded-For", "6.6.6.6"],
  ["X-Forwarded-Proto", "gopher"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-Forwarded-Port", "6666"],
  ["X-Forwarded-Prefix", "/evil"],
  ["Forwarded", "for=6.6.6.6;host=evil.example;proto=gopher"],
];
const everyForgery = ["6.6.6.6", "gopher", "evil", "6666"];
const vendorHeaders: readonly HeaderLine[] = VENDOR_HEADERS.map((name) => [name.toUpperCase(), "6.6.6.6"]);

/** Forged headers, which must have no effect. */
export const forgedCases: readonly Case[] = [
  {
    title: "believes nothing if nothing is counted",
    layers: [fix({ xFor: 0, xProto: 0 })],
    from: "127.0.0.9",
    lines: [HOST, ...everyForwardingHeader],
    expected: { clientAddress: "127.0.0.9", proto: "http", host: "app:3000" },
    forged: everyForgery,
  },
  {
    title: "believes nothing if the peer is not trusted",
    layers: [fix({ xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: ["127.0.0.50", "unix"] })],
    from: "127.0.0.9",
    lines: [HOST, ...everyForwardingHeader],
    expected: { clientAddress: "127.0.0.9", proto: "http", host: "app:3000" },
    forged: everyForgery,
  },
  {
    title: "believes the headers of a trusted peer",
    layers: [fix({ trustedPeers: "127.0.0.50" })],
    from: "127.0.0.50",
    lines: [HOST, ["X-Forwarded-For", CLIENT]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT },
  },
  {
    title: "deletes every forged vendor header",
    layers: [fix()],
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["Accept", "text/html"], ...vendorHeaders],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", accept: "text/html", "x-forwarded-for": CLIENT },
    forged: ["6.6.6.6"],
  },
  {
    title: "leaves a vendor header alone if keepHeaders lists it",
    layers: [fix({ keepHeaders: ["X-Real-IP"] })],
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Real-IP", "192.0.2.9"], ["X-Client-IP", "6.6.6.6"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT, "x-real-ip": "192.0.2.9" },
    forged: ["6.6.6.6"],
  },
  {
    title: "deletes every alias with an underscore",
    layers: [fix()],
    lines: [
      HOST,
      ["X-Forwarded-For", CLIENT],
      ["X_Forwarded_For", "6.6.6.6"],
      ["X-Forwarded_For", "6.6.6.6"],
      ["x_forwarded_proto", "gopher"],
      ["X_Forwarded-Host", "evil.example"],
      ["X_Real_IP", "6.6.6.6"],
    ],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT },
    forged: everyForgery,
  },
  {
    title: "deletes the alias with a dash if headerNames has the name with an underscore",
    layers: [fix({ headerNames: { for: "x_client_chain" } })],
    lines: [HOST, ["x_client_chain", CLIENT], ["X-Client-Chain", "6.6.6.6"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", x_client_chain: CLIENT },
    forged: ["6.6.6.6"],
  },
  {
    title: "reports no host if there are two Host lines",
    layers: [fix({ xFor: 0, xProto: 0 })],
    lines: [HOST, ["Host", "evil.example"]],
    expected: { clientAddress: PEER, proto: "http", host: undefined },
    headers: { host: undefined },
    forged: ["evil", "app:3000"],
  },
  {
    title: "reports the believed host alone if there are two Host lines",
    layers: [fix({ xHost: 1 })],
    lines: [["Host", "evil.example"], HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "example.com"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "example.com" },
    headers: { host: "example.com", "x-forwarded-for": CLIENT, "x-forwarded-host": "example.com" },
    forged: ["evil", "app:3000"],
  },
  {
    title: "reports no host if the connection's own is invalid",
    layers: [fix()],
    lines: [
      ["Host", "user@evil.example"],
      ["X-Forwarded-For", CLIENT],
    ],
    expected: { clientAddress: CLIENT, proto: "http", host: undefined },
    headers: { host: undefined, "x-forwarded-for": CLIENT },
    forged: ["evil"],
  },
  {
    title: "accepts an absolute-form target of the believed host",
    layers: [fix({ xHost: 1 })],
    target: "http://example.com/path?query",
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "example.com"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "example.com" },
    headers: { host: "example.com", "x-forwarded-for": CLIENT, "x-forwarded-host": "example.com" },
  },
  {
    title: "leaves headers alone whose names are properties of objects",
    layers: [fix()],
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["constructor", "x"], ["proxyfix", "x"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT, constructor: "x", proxyfix: "x" },
  },
];
