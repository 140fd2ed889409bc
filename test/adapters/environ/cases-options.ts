import { withoutForwarding, withoutPeer, type EnvironCase } from "./case.js";

/** Prefixes, options, and unusual variables of gateways. */
export const optionCases: readonly EnvironCase[] = [
  {
    title: "puts the believed prefix into SCRIPT_NAME",
    options: { xPrefix: 1 },
    changes: { ...withoutForwarding, SCRIPT_NAME: "/outer", HTTP_X_FORWARDED_PREFIX: "/outer" },
  },
  {
    title: "empties SCRIPT_NAME if the proxy states an empty prefix",
    options: { xPrefix: 1 },
    environ: { HTTP_X_FORWARDED_PREFIX: "/" },
    changes: { ...withoutForwarding, SCRIPT_NAME: "" },
  },
  {
    title: "leaves SCRIPT_NAME alone if the stated prefix is invalid",
    options: { xPrefix: 1 },
    environ: { HTTP_X_FORWARDED_PREFIX: "//evil.example" },
    changes: withoutForwarding,
  },
  {
    title: "reads the counted element of Forwarded",
    options: { forwarded: 1 },
    environ: { HTTP_FORWARDED: 'for=6.6.6.6, for="203.0.113.7:51000";host=example.com;proto=https' },
    changes: {
      ...withoutForwarding,
      ...withoutPeer,
      REMOTE_ADDR: "203.0.113.7",
      REMOTE_PORT: "51000",
      REQUEST_SCHEME: "https",
      HTTPS: "on",
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "443",
      HTTP_FORWARDED: 'for="203.0.113.7:51000";host=example.com;proto=https',
    },
  },
  {
    title: "believes host and scheme of an element of Forwarded without an address",
    options: { forwarded: 1 },
    environ: { HTTP_FORWARDED: "host=example.com;proto=https" },
    changes: {
      ...withoutForwarding,
      ...withoutPeer,
      REMOTE_ADDR: undefined,
      REQUEST_SCHEME: "https",
      HTTPS: "on",
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "443",
      HTTP_FORWARDED: "host=example.com;proto=https",
    },
  },
  {
    title: "believes no header of an untrusted peer, and leaves the gateway's own variables alone",
    environ: { SERVER_NAME: "www", SERVER_PORT: "8081", SCRIPT_NAME: "/a b" },
    options: { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.9.0.0/16" },
    changes: withoutForwarding,
  },
  {
    title: "believes the headers of a trusted peer",
    options: { xFor: 1, trustedPeers: "10.0.0.0/16" },
    changes: { ...withoutForwarding, ...withoutPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "recognizes a peer on a unix-domain socket by the address that nginx writes",
    options: { xFor: 1, trustedPeers: "unix" },
    environ: { REMOTE_ADDR: "unix:", REMOTE_PORT: "" },
    changes: { ...withoutForwarding, ...withoutPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "walks outward over trusted proxies, at most as far as xFor",
    options: { xFor: 3, trustedProxies: ["10.0.0.0/8", "203.0.113.0/24"] },
    changes: {
      ...withoutForwarding,
      ...withoutPeer,
      REMOTE_ADDR: "6.6.6.6",
      HTTP_X_FORWARDED_FOR: "6.6.6.6, 203.0.113.7",
    },
  },
  {
    title: "reads the address from clientAddressHeader, whether its name has - or _",
    options: { clientAddressHeader: "X_Real_IP" },
    environ: { HTTP_X_REAL_IP: "203.0.113.9" },
    changes: { ...withoutForwarding, ...withoutPeer, REMOTE_ADDR: "203.0.113.9" },
  },
  {
    title: "reads a renamed header, whether its name has - or _, and deletes the default one",
    options: { xHost: 1, headerNames: { host: "X_Fhost" } },
    environ: { HTTP_X_FHOST: "shop.example:8443" },
    changes: { ...withoutForwarding, HTTP_HOST: "shop.example:8443", SERVER_NAME: "shop.example", SERVER_PORT: "8443" },
  },
  {
    title: "deletes vendor headers and HTTP_PROXY",
    environ: {
      HTTP_X_REAL_IP: "6.6.6.6",
      HTTP_PROXY: "http://evil.example:3128",
      HTTPS_PROXY: "http://proxy.internal",
    },
    changes: { ...withoutForwarding, HTTP_X_REAL_IP: undefined, HTTP_PROXY: undefined },
  },
  {
    title: "leaves the headers in keepHeaders alone, HTTP_PROXY included",
    options: { keepHeaders: ["X-Real-IP", "Proxy"] },
    environ: { HTTP_X_REAL_IP: "6.6.6.6", HTTP_PROXY: "kept" },
    changes: withoutForwarding,
  },
  {
    title: 'leaves only the headers alone if forwardedHeaders is "keep", except HTTP_PROXY',
    options: { xFor: 1, xHost: 1, forwardedHeaders: "keep" },
    environ: { HTTP_X_REAL_IP: "6.6.6.6", HTTP_PROXY: "http://evil.example:3128" },
    changes: {
      ...withoutPeer,
      REMOTE_ADDR: "203.0.113.7",
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "80",
      HTTP_PROXY: undefined,
    },
  },
  {
    title: "writes the host in lower case and without the default port",
    environ: { HTTP_HOST: "Shop.Example:80" },
    changes: { ...withoutForwarding, HTTP_HOST: "shop.example" },
  },
  {
    title: "writes an IPv4-mapped peer as IPv4 and keeps its port",
    environ: { REMOTE_ADDR: "::ffff:10.0.0.1" },
    changes: { ...withoutForwarding, REMOTE_ADDR: "10.0.0.1" },
  },
  {
    title: "deletes an invalid address and an invalid port",
    environ: { REMOTE_ADDR: "@", REMOTE_PORT: "0" },
    changes: { ...withoutForwarding, ...withoutPeer, REMOTE_ADDR: undefined },
  },
  {
    title: "deletes an empty HTTP_HOST, since SERVER_NAME and SERVER_PORT contain the host",
    environ: { HTTP_HOST: "" },
    changes: { ...withoutForwarding, HTTP_HOST: undefined },
  },
  {
    title: "puts a believed port into SERVER_PORT alone if there is no HTTP_HOST",
    options: { xPort: 1 },
    environ: { HTTP_HOST: undefined },
    changes: { ...withoutForwarding, SERVER_PORT: "8443", HTTP_X_FORWARDED_PORT: "8443" },
  },
];
