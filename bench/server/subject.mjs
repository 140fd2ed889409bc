import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import autocannon from "autocannon";

/** @import { Variant } from "./frameworks.mjs" */

/** What a browser sends, and a proxy adds. */
const HEADERS = {
  host: "app.internal:3000",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-encoding": "gzip, deflate, br, zstd",
  "accept-language": "en-GB,en;q=0.9",
  cookie: "session=0123456789abcdef",
  "x-forwarded-for": "198.51.100.99, 203.0.113.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "www.example.com",
};
const TRUTH = "203.0.113.7 https www.example.com";
const CONNECTIONS = 20;

/**
 * What a load showed.
 *
 * @typedef {object} Load
 * @property {number} throughput - requests a second
 * @property {number} latency - the 99th percentile, in milliseconds
 * @property {number} work - of the server's process, in microseconds a request
 */

/**
 * A server that is up, to be loaded.
 *
 * @typedef {object} Subject
 * @property {Variant} variant
 * @property {(seconds: number) => Promise<Load>} load
 * @property {() => void} close
 */

/**
 * Starts a server, and makes sure that it answers as its variant should.
 *
 * @param {string} framework
 * @param {Variant} variant
 * @returns {Promise<Subject>}
 */
export async function startSubject(framework, variant) {
  const child = fork(fileURLToPath(new URL("app.mjs", import.meta.url)), [framework, variant], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [{ address }] = await once(child, "message");
  const url = `http://127.0.0.1:${address.port}/path`;
  await checkAnswer(url, variant);
  const readWork = async () => {
    child.send("work");
    const [{ worked }] = await once(child, "message");
    return worked;
  };
  return { variant, load: (seconds) => putLoad(url, seconds, readWork), close: () => child.kill() };
}

/**
 * @param {string} url
 * @param {Variant} variant
 */
async function checkAnswer(url, variant) {
  const { host: _, ...headers } = HEADERS;
  const answer = await (await fetch(url, { headers })).text();
  if ((answer === TRUTH) !== (variant !== "bare")) throw new Error(`${variant} answered "${answer}"`);
}

/**
 * @param {string} url
 * @param {number} seconds
 * @param {() => Promise<number>} readWork
 * @returns {Promise<Load>}
 */
async function putLoad(url, seconds, readWork) {
  const before = await readWork();
  const result = await autocannon({ url, duration: seconds, connections: CONNECTIONS, headers: HEADERS });
  const worked = (await readWork()) - before;
  const failed = result.requests.total - result["2xx"];
  if (failed > 0) throw new Error(`${failed} requests of ${result.requests.total} failed`);
  const elapsed = (result.finish.getTime() - result.start.getTime()) / 1000;
  return {
    throughput: result["2xx"] / elapsed,
    latency: result.latency.p99,
    work: worked / result["2xx"],
  };
}
