import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import autocannon from "autocannon";

import { REQUESTS, TRUTH } from "./requests.mjs";

/** @import { Variant } from "./frameworks.mjs" */

const CONNECTIONS = 20;
const WARM_UP_SECONDS = 2;

/**
 * What a load showed.
 *
 * @typedef {object} Load
 * @property {number} requests - that were answered
 * @property {number} seconds - that it took
 * @property {number} latency - the 99th percentile, in milliseconds
 * @property {number} work - of the server's process, in microseconds
 */

/**
 * A server that is running and warm.
 *
 * @typedef {object} WarmServer
 * @property {(seconds: number) => Promise<Load>} load
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a server in a process of its own, makes sure that it answers as its variant should, and warms it up.
 *
 * @param {string} framework
 * @param {Variant} variant
 * @returns {Promise<WarmServer>}
 */
export async function startServer(framework, variant) {
  const child = fork(fileURLToPath(new URL("app.mjs", import.meta.url)), [framework, variant], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  try {
    const [{ address }] = await once(child, "message");
    const url = `http://127.0.0.1:${address.port}`;
    await checkAnswer(url, variant);
    await putLoad(url, WARM_UP_SECONDS);
    return { load: (seconds) => measureLoad(child, url, seconds), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {string} url
 * @param {number} seconds
 * @returns {Promise<Load>}
 */
async function measureLoad(child, url, seconds) {
  const before = await readWork(child);
  const result = await putLoad(url, seconds);
  const work = (await readWork(child)) - before;
  const elapsed = (result.finish.getTime() - result.start.getTime()) / 1000;
  return { requests: result["2xx"], seconds: elapsed, latency: result.latency.p99, work };
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
  // It looks at the clock as often as it takes samples: a load would else last a second at least.
  const sampleInt = 100;
  const result = await autocannon({ url, duration: seconds, connections: CONNECTIONS, requests: REQUESTS, sampleInt });
  const failed = result.requests.total - result["2xx"];
  if (failed > 0) throw new Error(`${failed} requests of ${result.requests.total} failed`);
  return result;
}
