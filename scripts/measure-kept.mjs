// @ts-check
// Measures how many bytes a value keeps alive that an application took from a request with 15 kB of a client's text in it.
// npm run build && node --expose-gc scripts/measure-kept.mjs
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import express from "express";
import { externalUrl, resolve, toSpanAttributes } from "proxyfix";
import { proxyFix } from "proxyfix/environ";
import { proxyFix as express_ } from "proxyfix/express";
import { proxyFix as node, resolutionOf, rewriteHeaders } from "proxyfix/node";
import { copy, map } from "proxyfix/rewrite";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { ProxyFixOptions, RequestFacts } from "proxyfix" */
/** @import { Rewrite } from "proxyfix/rewrite" */
/** @typedef {(place: number) => unknown} Take - returns the value to keep of one of many requests */

const KEPT = 200;
const JUNK = 15_000;
const SAMPLES = 12;
/** A sample below needs no other. */
const ENOUGH = 400;

if (globalThis.gc === undefined) throw new Error("run node with --expose-gc");
const collect = globalThis.gc;

/**
 * Returns text as Node's parser makes it: in one piece, and of no other text.
 *
 * @param {string} text
 */
const own = (text) => Buffer.from(text, "latin1").toString("latin1");

/** Text that a client writes to the left of a proxy's. @param {number} place @param {string} unit */
const junk = (place, unit = "x") => `${place}${unit.repeat(JUNK / unit.length)}`;

const IPV4 = "203.113.213.117";
const IPV6 = "2001:db8:85a3:1234:5c1f:8a2e:370:7334";
const HOST = "a-long-name.shop.example.com";
const ELEMENT = `for="[${IPV6}]:4711";host="${HOST}:8443";proto=https`;

/**
 * Takes a value of a resolution.
 *
 * @param {string} header @param {string} tail - the proxy's text @param {ProxyFixOptions} options
 * @param {(resolution: ReturnType<typeof resolve>) => unknown} take @returns {Take}
 */
function ofHeader(header, tail, options, take) {
  return (place) => take(resolve(factsOf({ [header]: own(`${junk(place)}, ${tail}`) }), options));
}

/** @param {RequestFacts["headers"]} headers @returns {RequestFacts} */
const factsOf = (headers) => ({ headers, peerAddress: "10.0.0.1", peerPort: 40_000 });

/**
 * Takes a value of a request of node:http, made up.
 *
 * @param {Record<string, string>} lines @param {Parameters<typeof node>[1]} options
 * @param {(req: any) => unknown} take @param {Rewrite} [rewrite] @param {string} [url]
 */
function ofRequest(lines, options, take, rewrite, url = "/") {
  let taken = /** @type {unknown} */ (undefined);
  const listener = node((req) => void (taken = take(req)), options);
  const run = rewrite === undefined ? listener : rewriteHeaders(listener, rewrite);
  const headers = Object.fromEntries(Object.entries(lines).map(([name, value]) => [name.toLowerCase(), value]));
  const req = {
    headers,
    rawHeaders: Object.entries(lines).flat(),
    url: own(url),
    socket: { remoteAddress: "10.0.0.1" },
  };
  run(/** @type {IncomingMessage} */ (/** @type {unknown} */ (req)), /** @type {ServerResponse} */ ({}));
  return taken;
}

const TRUSTED = { trustedProxies: "10.0.0.0/8", xHost: 1 };
const CHAIN = `${IPV4}, 10.113.213.117`;

/** @type {Readonly<Record<string, Take>>} */
const VALUES = {
  "an IPv4 address": ofHeader("x-forwarded-for", IPV4, {}, (r) => r.clientAddress),
  "an IPv4 address with a port": ofHeader("x-forwarded-for", `${IPV4}:4711`, {}, (r) => r.clientAddress),
  "an IPv6 address": ofHeader("x-forwarded-for", IPV6, {}, (r) => r.clientAddress),
  "an IPv6 address in capitals": ofHeader("x-forwarded-for", IPV6.toUpperCase(), {}, (r) => r.clientAddress),
  "an IPv6 address in brackets": ofHeader("x-forwarded-for", `[${IPV6}]:4711`, {}, (r) => r.clientAddress),
  "an address behind trusted proxies": ofHeader("x-forwarded-for", CHAIN, TRUSTED, (r) => r.clientAddress),
  "all addresses": ofHeader("x-forwarded-for", CHAIN, TRUSTED, (r) => r.addresses),
  "the first of the addresses": ofHeader("x-forwarded-for", CHAIN, TRUSTED, (r) => r.addresses[0]),
  "the last of the addresses": ofHeader("x-forwarded-for", CHAIN, TRUSTED, (r) => r.addresses.at(-1)),
  "the address of a clientAddressHeader": (place) =>
    resolve(factsOf({ "x-real-ip": own(`${" ".repeat(JUNK)}${place}${IPV4}`.replace(`${place}${IPV4}`, IPV4)) }), {
      clientAddressHeader: "x-real-ip",
    }).clientAddress,
  "CloudFront's address": (place) =>
    resolve(factsOf({ "cloudfront-viewer-address": own(`${" ".repeat(JUNK)}${IPV6}:${1000 + place}`) }), {
      clientAddressHeader: "cloudfront-viewer-address",
    }).clientAddress,
  "a host": ofHeader("x-forwarded-host", HOST, { xHost: 1 }, (r) => r.host),
  "a host with a port": ofHeader("x-forwarded-host", `${HOST}:8443`, { xHost: 1 }, (r) => r.host),
  "a hostname in capitals": ofHeader("x-forwarded-host", HOST.toUpperCase(), { xHost: 1 }, (r) => r.hostname),
  "a hostname with a final dot": ofHeader("x-forwarded-host", `${HOST}.`, { xHost: 1 }, (r) => r.hostname),
  "an IPv6 host": ofHeader("x-forwarded-host", `[${IPV6}]`, { xHost: 1 }, (r) => r.host),
  "an origin": ofHeader("x-forwarded-host", HOST, { xHost: 1 }, (r) => r.origin),
  "the connection's host": (place) => resolve(factsOf({ host: own(`${" ".repeat(JUNK + place)}${HOST}`) }), {}).host,
  "the host of an absolute target": (place) =>
    ofRequest({ Host: HOST }, {}, (req) => req.proxyFix.host, undefined, `http://${HOST}/${junk(place)}`),
  "an URL": ofHeader("x-forwarded-host", HOST, { xHost: 1 }, (r) => externalUrl(r, "/path/of/a/page")),
  "the attributes of a span": ofHeader("x-forwarded-host", `[${IPV6}]`, { xHost: 1 }, toSpanAttributes),
  "a prefix": ofHeader("x-forwarded-prefix", "/an/application", { xPrefix: 1 }, (r) => r.prefix),
  "joined prefixes": ofHeader(
    "x-forwarded-prefix",
    "/the/first/proxy, /the/next/proxy",
    { xPrefix: 2 },
    (r) => r.prefix,
  ),
  "the address of Forwarded": ofHeader("forwarded", ELEMENT, { forwarded: 1 }, (r) => r.clientAddress),
  "the host of Forwarded": ofHeader("forwarded", ELEMENT, { forwarded: 1 }, (r) => r.host),
  "an escaped host of Forwarded": ofHeader(
    "forwarded",
    `for=${IPV4};host="\\a${HOST}"`,
    { forwarded: 1 },
    (r) => r.host,
  ),
  "an unquoted host of Forwarded": ofHeader("forwarded", `for=${IPV4};host=${HOST}`, { forwarded: 1 }, (r) => r.host),
  issues: ofHeader("x-forwarded-for", "x", {}, (r) => r.issues),
  "a resolution": ofHeader("x-forwarded-for", CHAIN, TRUSTED, (r) => r),
  "a resolution by counts": ofHeader("x-forwarded-for", `${IPV6}:0`, { xFor: 1 }, (r) => r),
  "a resolution by an invalid entry": ofHeader("x-forwarded-for", "x".repeat(JUNK), {}, (r) => r),
  "a resolution by an invalid element": (place) =>
    resolve(factsOf({ forwarded: own(`for="${junk(place)}";host=${HOST}`) }), { forwarded: 1 }),
  "a resolution of Forwarded": ofHeader("forwarded", ELEMENT, { forwarded: 1 }, (r) => r),
  "an address of fetch's Headers": (place) =>
    resolve(factsOf(new Headers({ "x-forwarded-for": `${junk(place)}, ${IPV4}` })), {}).clientAddress,
  "an address of several lines": (place) =>
    resolve(factsOf({ "x-forwarded-for": [junk(place), IPV4] }), {}).clientAddress,
  "a header of the believed chain": (place) =>
    ofRequest({ "X-Forwarded-For": own(`${junk(place)}, ${CHAIN}`) }, TRUSTED, (req) => req.headers["x-forwarded-for"]),
  "a believed Forwarded": (place) =>
    ofRequest({ Forwarded: own(`${junk(place)}, ${ELEMENT}`) }, { forwarded: 1 }, (req) => req.headers.forwarded),
  "a believed line": (place) =>
    ofRequest({ "X-Forwarded-Host": own(`${junk(place)}, ${HOST}`) }, { xHost: 1 }, (req) => req.rawHeaders[1]),
  "the address of the socket's view": (place) =>
    ofRequest(
      { "X-Forwarded-For": own(`${junk(place)}, ${IPV4}`) },
      { socket: true },
      (req) => req.socket.remoteAddress,
    ),
  "an address that a rewrite copied": (place) =>
    ofRequest({ "X-Visitor": own(`${junk(place)}, ${IPV4}`) }, {}, addressOf, copy("x-visitor", "x-forwarded-for")),
  "an address that `map` cut": (place) =>
    ofRequest({ "X-Forwarded-For": own(`${junk(place)}, ${IPV4}`) }, {}, addressOf, map("x-forwarded-for", cutLast)),
  "an address that a rewrite of one's own cut": (place) =>
    ofRequest({ "X-Forwarded-For": own(`${junk(place)}, ${IPV4}`) }, {}, addressOf, (headers) => ({
      ...headers,
      "x-forwarded-for": cutLast(/** @type {string} */ (headers["x-forwarded-for"])),
    })),
  "a variable of a gateway": (place) =>
    proxyFix({ xFor: 1 })({ REMOTE_ADDR: "10.0.0.1", HTTP_X_FORWARDED_FOR: own(`${junk(place)}, ${IPV4}`) })[
      "REMOTE_ADDR"
    ],
};

/** @param {IncomingMessage} req */
const addressOf = (req) => resolutionOf(req)?.clientAddress;

/** @param {string} text */
const cutLast = (text) => text.slice(text.lastIndexOf(",") + 2);

/**
 * Measures the bytes of one kept value. Other code of the process allocates too: the least of several samples counts.
 *
 * @param {(place: number) => unknown} take
 */
async function measure(take) {
  let least = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < SAMPLES && least > ENOUGH; sample += 1) least = Math.min(least, await sampleKept(take));
  return Math.max(0, least);
}

/** @param {(place: number) => unknown} take */
async function sampleKept(take) {
  /** @type {unknown[]} */
  const kept = Array.from({ length: KEPT }, () => undefined);
  for (let place = 0; place < KEPT; place += 1) kept[place] = await take(place);
  const filled = await measureHeap();
  if (kept.some((value) => value === undefined)) throw new Error(`nothing to keep: ${String(take)}`);
  kept.fill(undefined);
  return Math.round((filled - (await measureHeap())) / KEPT);
}

async function measureHeap() {
  // Sockets and timers free what they hold in a turn of their own.
  await new Promise((resume) => setImmediate(resume));
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Values that an Express application keeps of real requests. */
async function* listExpress() {
  const app = express();
  app.use(express_({ trustedPeers: "loopback", xHost: 1, xPrefix: 1 }));
  let taken = /** @type {unknown} */ (undefined);
  /** @type {(req: express.Request) => unknown} */
  let take = () => undefined;
  app.use((req, res) => {
    taken = take(req);
    res.end();
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** @param {string} header @param {string} tail */
  const ask = (header, tail) => async (/** @type {number} */ place) => {
    const req = request({ port, agent, headers: { [header]: `${junk(place)}, ${tail}` } }).end();
    const [res] = await once(req, "response");
    res.resume();
    await once(res, "end");
    return taken;
  };
  try {
    take = (req) => req.ip;
    yield /** @type {const} */ (["req.ip", await measure(ask("x-forwarded-for", IPV4))]);
    take = (req) => req.ips[0];
    yield /** @type {const} */ (["req.ips[0]", await measure(ask("x-forwarded-for", IPV4))]);
    take = (req) => req.hostname;
    yield /** @type {const} */ (["req.hostname", await measure(ask("x-forwarded-host", HOST))]);
    take = (req) => req.originalUrl;
    yield /** @type {const} */ (["req.originalUrl", await measure(ask("x-forwarded-prefix", "/an/application"))]);
  } finally {
    agent.destroy();
    server.close();
  }
}

/** @type {Record<string, number>} */
const bytes = {};
for (const [name, take] of Object.entries(VALUES)) bytes[name] = await measure(take);
for await (const [name, kept] of listExpress()) bytes[name] = kept;
console.log(JSON.stringify(bytes, null, 2));
