import { dropped, goneWithPeer, type EnvironCase } from "./case.js";

/** Prefixes, options, and what a gateway says oddly. */
export const optionCases: readonly EnvironCase[] = [
  {
    title: "puts the believed prefix into SCRIPT_NAME",
    options: { xPrefix: 1 },
    changes: { ...dropped, SCRIPT_NAME: "/outer", HTTP_X_FORWARDED_PREFIX: "/outer" },
  },
  {
    title: "empties SCRIPT_NAME where the proxy says that there is no prefix",
    options: { xPrefix: 1 },
    environ: { HTTP_X_FORWARDED_PREFIX: "/" },
    changes: { ...dropped, SCRIPT_NAME: "" },
  },
  {
    title: "leaves SCRIPT_NAME where the prefix is no good",
    options: { xPrefix: 1 },
    environ: { HTTP_X_FORWARDED_PREFIX: "//evil.example" },
    changes: dropped,
  },
  {
    title: "reads the element of Forwarded that is counted",
    options: { forwarded: 1 },
    environ: { HTTP_FORWARDED: 'for=6.6.6.6, for="203.0.113.7:51000";host=example.com;proto=https' },
    changes: {
      ...dropped,
      ...goneWithPeer,
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
      ...dropped,
      ...goneWithPeer,
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
    title: "believes no header of a peer that is not trusted, and leaves what the gateway says",
    environ: { SERVER_NAME: "www", SERVER_PORT: "8081", SCRIPT_NAME: "/a b" },
    options: { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.9.0.0/16" },
    changes: dropped,
  },
  {
    title: "believes a trusted peer",
    options: { xFor: 1, trustedPeers: "10.0.0.0/16" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "knows a peer on a unix-domain socket by nginx's word for it",
    options: { xFor: 1, trustedPeers: "unix" },
    environ: { REMOTE_ADDR: "unix:", REMOTE_PORT: "" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "walks outward by a list of trusted proxies, as far as the count that is written",
    options: { xFor: 3, trustedProxies: ["10.0.0.0/8", "203.0.113.0/24"] },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "6.6.6.6", HTTP_X_FORWARDED_FOR: "6.6.6.6, 203.0.113.7" },
  },
  {
    title: "reads the address from the header that the proxy writes, however its name is spelt",
    options: { clientAddressHeader: "X_Real_IP" },
    environ: { HTTP_X_REAL_IP: "203.0.113.9" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "203.0.113.9" },
  },
  {
    title: "reads a renamed header, however its name is spelt, and deletes the standard one",
    options: { xHost: 1, headerNames: { host: "X_Fhost" } },
    environ: { HTTP_X_FHOST: "shop.example:8443" },
    changes: { ...dropped, HTTP_HOST: "shop.example:8443", SERVER_NAME: "shop.example", SERVER_PORT: "8443" },
  },
  {
    title: "deletes vendor headers and HTTP_PROXY",
    environ: {
      HTTP_X_REAL_IP: "6.6.6.6",
      HTTP_PROXY: "http://evil.example:3128",
      HTTPS_PROXY: "http://proxy.internal",
    },
    changes: { ...dropped, HTTP_X_REAL_IP: undefined, HTTP_PROXY: undefined },
  },
  {
    title: "leaves alone the vendor headers that are to be kept, HTTP_PROXY too",
    options: { keepHeaders: ["X-Real-IP", "Proxy"] },
    environ: { HTTP_X_REAL_IP: "6.6.6.6", HTTP_PROXY: "kept" },
    changes: dropped,
  },
  {
    title: "leaves the headers but not the gateway's variables and HTTP_PROXY alone where they are to be kept",
    options: { xFor: 1, xHost: 1, forwardedHeaders: "keep" },
    environ: { HTTP_X_REAL_IP: "6.6.6.6", HTTP_PROXY: "http://evil.example:3128" },
    changes: {
      ...goneWithPeer,
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
    changes: { ...dropped, HTTP_HOST: "shop.example" },
  },
  {
    title: "writes an IPv4-mapped peer as IPv4 and keeps its port",
    environ: { REMOTE_ADDR: "::ffff:10.0.0.1" },
    changes: { ...dropped, REMOTE_ADDR: "10.0.0.1" },
  },
  {
    title: "deletes an address and a port that are none",
    environ: { REMOTE_ADDR: "@", REMOTE_PORT: "0" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: undefined },
  },
  {
    title: "deletes an empty HTTP_HOST, since SERVER_NAME and SERVER_PORT say it all",
    environ: { HTTP_HOST: "" },
    changes: { ...dropped, HTTP_HOST: undefined },
  },
  {
    title: "puts a believed port into SERVER_PORT alone where there is no HTTP_HOST",
    options: { xPort: 1 },
    environ: { HTTP_HOST: undefined },
    changes: { ...dropped, SERVER_PORT: "8443", HTTP_X_FORWARDED_PORT: "8443" },
  },
];
