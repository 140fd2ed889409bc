import { once } from "node:events";

import autocannon from "autocannon";

import { startProcess } from "./process.mjs";
import { REQUESTS, TRUTH } from "./requests.mjs";

/** @import { Variant } from "./frameworks.mjs" */

const CONNECTIONS = 20;
const WARM_UP_SECONDS = 2;
const SECONDS = 2;

/**
 * What a load showed.
 *
 * @typedef {object} Load
 * @property {number} throughput - requests a second
 * @property {number} latency - the 99th percentile, in milliseconds
 * @property {number} work - of the server's process, in microseconds a request
 */

/**
 * Starts a server, makes sure that it answers as its variant should, and loads it: first to warm it up, then to measure.
 *
 * @param {string} framework
 * @param {Variant} variant
 * @returns {Promise<Load>}
 */
export async function loadServer(framework, variant) {
  const child = startProcess("app.mjs", framework, variant);
  try {
    const [{ address }] = await once(child, "message");
    const url = `http://127.0.0.1:${address.port}`;
    await checkAnswer(url, variant);
    await putLoad(url, WARM_UP_SECONDS);
    const before = await readWork(child);
    const result = await putLoad(url, SECONDS);
    const work = ((await readWork(child)) - before) / result["2xx"];
    const elapsed = (result.finish.getTime() - result.start.getTime()) / 1000;
    return { throughput: result["2xx"] / elapsed, latency: result.latency.p99, work };
  } finally {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }
}

/** @param {import("node:child_process").ChildProcess} child */
async function readWork(child) {
  child.send("work");
  const [{ worked }] = await once(child, "message");
  return worked;
}

/**
 * @param {string} url
 * @param {Variant} variant
 */
async function checkAnswer(url, variant) {
  for (const { path, headers } of REQUESTS) {
    const { host: _, ...others } = headers;
    const answer = await (await fetch(url + path, { headers: others })).text();
    if ((answer === TRUTH) !== (variant !== "bare")) throw new Error(`${variant} answered "${answer}"`);
  }
}

/**
 * @param {string} url
 * @param {number} seconds
 */
async function putLoad(url, seconds) {
  const result = await autocannon({ url, duration: seconds, connections: CONNECTIONS, requests: REQUESTS });
  const failed = result.requests.total - result["2xx"];
  if (failed > 0) throw new Error(`${failed} requests of ${result.requests.total} failed`);
  return result;
}
