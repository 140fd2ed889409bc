// @ts-check
import { createCertificate } from "./certificate.mjs";
import { startReverseProxy } from "./reverse-proxy.mjs";
import { chooseCast } from "./run.mjs";

/** @typedef {import("./apps.mjs").App} App */
/** @typedef {import("./listen.mjs").Listening} Listening */

/** @type {import("./reverse-proxy.mjs").Habits} */
const EDGE = { for: "append", proto: "overwrite", host: "overwrite", mount: "/app" };
/** @type {import("./reverse-proxy.mjs").Habits} */
const INNER = { for: "append" };

/**
 * Starts the applications behind the demo's proxies, prints their URLs, and runs until it is interrupted.
 *
 * @param {App[]} apps
 * @returns {Promise<void>}
 */
export async function serve(apps) {
  const { edge, inner, distinct } = await chooseCast();
  /** @type {Listening[]} */
  const started = [];
  for (const app of apps) {
    const one = await app.start({ xHost: 1, xPrefix: 1, trustedPeers: edge });
    const two = await app.start({ xFor: 2, xHost: 1, xPrefix: 1, trustedPeers: inner });
    const without = await app.start();
    const second = await startReverseProxy({ address: "127.0.0.1", from: inner, upstream: two.port, habits: INNER });
    const ends = await startEnds(edge, { one: one.port, chain: second.port, without: without.port });
    started.push(one, two, without, second, ...Object.values(ends));
    printAddresses(app.name, one.port, ends, distinct);
  }
  console.log("\nThey answer with the values that they believe, as JSON. Ctrl-C stops them.");
  process.once("SIGINT", () => void closeAll(started));
  process.once("SIGTERM", () => void closeAll(started));
}

/**
 * Starts the proxies that a visitor connects to.
 *
 * @param {string} from
 * @param {{ one: number, chain: number, without: number }} upstreams
 */
async function startEnds(from, { one, chain, without }) {
  const address = "127.0.0.1";
  const tls = createCertificate("localhost");
  return {
    http: await startReverseProxy({ address, from, upstream: one, habits: EDGE }),
    https: await startReverseProxy({ address, from, upstream: one, habits: EDGE, tls }),
    chain: await startReverseProxy({ address, from, upstream: chain, habits: EDGE, tls }),
    without: await startReverseProxy({ address, from, upstream: without, habits: EDGE }),
  };
}

/**
 * @param {string} name
 * @param {number} app - the port of the application itself
 * @param {{ http: Listening, https: Listening, chain: Listening, without: Listening }} ends
 * @param {boolean} distinct - whether a visitor that bypasses the proxy has an address of its own
 */
function printAddresses(name, app, { http, https, chain, without }, distinct) {
  const forged = `-H "X-Forwarded-For: 203.0.113.66" -H "X-Real-IP: 203.0.113.66"`;
  const visits = [
    ["one proxy", `curl http://localhost:${http.port}/`],
    ["TLS at the edge", `curl -k https://localhost:${https.port}/`],
    ["under a prefix", `curl http://localhost:${http.port}/app/`],
    ["two proxies", `curl -k https://localhost:${chain.port}/`],
    ["forged headers", `curl ${forged} http://localhost:${http.port}/`],
    ["without proxyFix", `curl ${forged} http://localhost:${without.port}/`],
    ...(distinct ? [["past the proxy", `curl ${forged} http://localhost:${app}/`]] : []),
  ];
  console.log(`\n${name}`);
  for (const [what, command] of visits) console.log(`  ${what?.padEnd(16)}  ${command}`);
}

/** @param {Listening[]} started */
async function closeAll(started) {
  await Promise.all(started.map((server) => server.close()));
}
