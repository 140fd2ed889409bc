// @ts-check
// The demo's visits, as data. They contain no expected answers: the truth is the client's own address and URL.

/** @typedef {import("./reverse-proxy.mjs").Habits} Habits */
/** @typedef {import("proxyfix").ProxyFixOptions} ProxyFixOptions */

/**
 * The loopback addresses of clients and proxies.
 *
 * @typedef {object} Cast
 * @property {string} client
 * @property {string} intruder - a client that bypasses the proxies
 * @property {string} edge - the address that the outer proxy connects from
 * @property {string} inner - the address that the second proxy of a chain connects from
 * @property {boolean} distinct - whether they are all different
 * @property {boolean} ipv6 - whether there is an IPv6 loopback
 */

/**
 * @typedef {object} Scene
 * @property {string} name
 * @property {Habits[]} proxies - outermost first; empty for a visit that bypasses them
 * @property {ProxyFixOptions} options - the options that describe these proxies
 * @property {("client" | "url")[]} shows - the values in the table; all values are checked
 * @property {boolean} [attack] - whether naive reading of the headers believes it
 * @property {boolean} [tls] - TLS between the client and the outermost proxy
 * @property {boolean} [ipv6] - the client uses IPv6
 * @property {string} [host] - the host that the client requests; `"shop.test"` by default
 * @property {string} [path] - `"/"` by default
 * @property {Record<string, string>} [headers] - other headers that the client sends
 * @property {boolean} [refused] - whether the application must refuse the visit
 */

/** @type {Habits} */
const USUAL = { for: "append", proto: "overwrite", host: "overwrite" };
// Like Apache, which appends to X-Forwarded-Host as well.
/** @type {Habits} */
const APPENDING = { for: "append", proto: "overwrite", host: "append" };
/** @type {Habits} */
const ADDRESS_ONLY = { for: "append" };
/** @type {Habits} */
const RFC_7239 = { forwarded: "append" };

const FORGED = "203.0.113.66";
const FORGED_ALL = {
  "X-Forwarded-For": FORGED,
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "evil.test",
  "X-Forwarded-Prefix": "/admin",
  "X-Real-IP": FORGED,
};

/**
 * Lists the demo's visits.
 *
 * @param {Cast} cast
 * @returns {Scene[]}
 */
export function listScenes({ edge, inner }) {
  return [...listHonestScenes(edge, inner), ...listAttacks(edge, inner)];
}

/**
 * @param {string} edge
 * @param {string} inner
 * @returns {Scene[]}
 */
function listHonestScenes(edge, inner) {
  return [
    {
      name: "a plain visit",
      proxies: [USUAL],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["client", "url"],
    },
    {
      name: "TLS at the edge",
      proxies: [USUAL],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["url"],
      tls: true,
      host: "shop.test:8443",
    },
    {
      name: "mounted under a prefix",
      proxies: [{ ...USUAL, mount: "/app" }],
      options: { xHost: 1, xPrefix: 1, trustedPeers: edge },
      shows: ["url"],
      path: "/app/",
    },
    {
      name: "an IPv6 client",
      proxies: [USUAL],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["client"],
      ipv6: true,
    },
    {
      name: "two proxies, TLS at the edge",
      proxies: [USUAL, ADDRESS_ONLY],
      options: { xFor: 2, xHost: 1, trustedPeers: inner },
      shows: ["client", "url"],
      tls: true,
    },
  ];
}

/**
 * @param {string} edge
 * @param {string} inner
 * @returns {Scene[]}
 */
function listAttacks(edge, inner) {
  return [
    {
      name: "forged X-Forwarded-For",
      proxies: [USUAL],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["client"],
      attack: true,
      headers: { "X-Forwarded-For": FORGED },
    },
    {
      name: "the same through two proxies",
      proxies: [USUAL, ADDRESS_ONLY],
      options: { xFor: 2, xHost: 1, trustedPeers: inner },
      shows: ["client"],
      attack: true,
      headers: { "X-Forwarded-For": `${FORGED}, 127.0.0.1` },
    },
    {
      name: "forged X-Forwarded-Host",
      proxies: [APPENDING],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["url"],
      attack: true,
      headers: { "X-Forwarded-Host": "evil.test" },
    },
    {
      name: "the same through two proxies",
      proxies: [APPENDING, APPENDING],
      options: { xFor: 2, xHost: 2, trustedPeers: inner },
      shows: ["url"],
      attack: true,
      headers: { "X-Forwarded-Host": "evil.test" },
    },
    {
      name: "forged X-Forwarded-Prefix",
      proxies: [USUAL],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["url"],
      attack: true,
      headers: { "X-Forwarded-Prefix": "//evil.test" },
    },
    {
      name: "unclosed quote, X-Forwarded-For",
      proxies: [USUAL],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["client"],
      attack: true,
      headers: { "X-Forwarded-For": `"${FORGED}` },
    },
    {
      name: "unclosed quote, Forwarded",
      proxies: [RFC_7239],
      options: { forwarded: 1, trustedPeers: edge },
      shows: ["client", "url"],
      attack: true,
      headers: { Forwarded: `for="${FORGED};proto=https;host=evil.test` },
    },
    {
      name: "forged X-Real-IP",
      proxies: [USUAL],
      options: { xHost: 1, trustedPeers: edge },
      shows: ["client"],
      attack: true,
      headers: { "X-Real-IP": FORGED },
    },
    {
      name: "past the proxy, all forged",
      proxies: [],
      options: { xHost: 1, xPrefix: 1, trustedPeers: edge },
      shows: ["client", "url"],
      attack: true,
      headers: FORGED_ALL,
    },
    {
      name: "the same, with strict",
      proxies: [],
      options: { xHost: 1, xPrefix: 1, trustedPeers: edge, strict: true },
      shows: ["client"],
      attack: true,
      headers: FORGED_ALL,
      refused: true,
    },
  ];
}
