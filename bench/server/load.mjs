import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import autocannon from "autocannon";

import { quartile } from "../measure.mjs";
import { REQUESTS, TRUTH } from "./requests.mjs";

/** @import { Variant } from "./frameworks.mjs" */

const CONNECTIONS = 20;

/**
 * No full garbage collection: room for a heap that needs none, in megabytes, and none for want of anything to do. One that
 * comes while nothing happens, as when a program has just started or waits for its turn, leaves Node's own process.nextTick
 * three times slower for as long as it runs, and chance decides whose it is.
 */
const FLAGS = ["--initial-heap-size=256", "--no-memory-reducer"];

/**
 * What a load showed.
 *
 * @typedef {object} Load
 * @property {number} throughput - requests a second
 * @property {number} latency - the 99th percentile, in milliseconds
 * @property {number} work - of the server's process, in microseconds a request
 */

/** A server that is loaded now and then, in a process of its own. */
export class LoadedServer {
  /** @type {Load[]} */
  #loads = [];
  #child;
  #ended;
  #listening;
  #url = "";

  /**
   * @param {string} framework
   * @param {Variant} variant
   */
  constructor(framework, variant) {
    this.variant = variant;
    this.#child = fork(fileURLToPath(new URL("app.mjs", import.meta.url)), [framework, variant], {
      env: { ...process.env, NODE_ENV: "production" },
      execArgv: FLAGS,
    });
    this.#ended = once(this.#child, "exit");
    this.#listening = this.#receive();
  }

  /**
   * Waits until the server listens, makes sure that it answers as its variant should, and warms it up.
   *
   * @param {number} seconds
   */
  async warmUp(seconds) {
    const { address } = await this.#listening;
    this.#url = `http://127.0.0.1:${address.port}`;
    await checkAnswer(this.#url, this.variant);
    await putLoad(this.#url, seconds);
  }

  /** @param {number} seconds */
  async load(seconds) {
    const before = await this.#readWork();
    const result = await putLoad(this.#url, seconds);
    const work = (await this.#readWork()) - before;
    const elapsed = (result.finish.getTime() - result.start.getTime()) / 1000;
    const answered = result["2xx"];
    this.#loads.push({ throughput: answered / elapsed, latency: result.latency.p99, work: work / answered });
  }

  /**
   * Gives what a quarter of the loads were better than: what else the machine does can only take from a throughput.
   *
   * @returns {Load}
   */
  summarize() {
    return {
      throughput: -quartile(this.#loads.map(({ throughput }) => -throughput)),
      latency: quartile(this.#loads.map(({ latency }) => latency)),
      work: quartile(this.#loads.map(({ work }) => work)),
    };
  }

  async stop() {
    this.#child.kill();
    await this.#ended;
  }

  async #readWork() {
    this.#child.send("work");
    return (await this.#receive()).worked;
  }

  /** Waits for what the process tells next. */
  async #receive() {
    const received = await Promise.race([once(this.#child, "message"), this.#ended.then(() => undefined)]);
    if (received === undefined) throw new Error(`the server of ${this.variant} ended`);
    return received[0];
  }
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
