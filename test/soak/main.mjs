// @ts-check
// Sends a million mixed and hostile requests to servers with proxyFix, and checks that nothing is left of them.
// npm run test:soak -- [--requests 1000000] [--leak]
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { sendHostile, sendHttp2, sendPipelines } from "./load.mjs";

/** @import { State } from "./server.mjs" */

const { values } = parseArgs({
  options: { requests: { type: "string", default: "1000000" }, leak: { type: "boolean", default: false } },
});
const TOTAL = Number(values.requests);
/** A first part of the requests, in which caches fill and code is compiled. */
const WARM_UP = 0.25;
/**
 * The heap may grow by this many bytes between the end of the first part and the end: V8's own tables of compiled code move
 * it by less. In a whole run a leak of two bytes a request is more, and one of a hundred bytes a connection too.
 */
const MOST_GROWTH = 1_000_000;

const server = fork(new URL("server.mjs", import.meta.url), values.leak ? ["--leak"] : [], {
  execArgv: ["--expose-gc", "--trace-warnings"],
});
const [ports] = /** @type {[Record<string, number>]} */ (await once(server, "message"));

/** @returns {Promise<State & { readonly published: number }>} */
async function readState() {
  server.send("state");
  const [state] = await once(server, "message");
  return state;
}

/**
 * Sends requests by several clients at once.
 *
 * @param {number} total
 * @returns {Promise<number>} how many were sent
 */
async function load(total) {
  server.send("load");
  let sent = 0;
  /**
   * Repeats a client: a share of the total, or until all are sent.
   *
   * @param {number} share
   * @param {() => Promise<number>} send
   */
  const repeat = async (share, send) => {
    let own = 0;
    while (share > 0 ? own < share * total : sent < total) {
      const length = await send();
      own += length;
      sent += length;
    }
  };
  const port = (/** @type {string} */ name) => /** @type {number} */ (ports[name]);
  const kept = ["node", "guarded", "express", "fastify", "node", "guarded"];
  await Promise.all([
    ...kept.map((name) => repeat(0, () => sendPipelines(port(name)))),
    ...Array.from({ length: 4 }, () => repeat(0.01, () => sendHostile(ports))),
    repeat(0.02, () => sendHttp2(port("http2"))),
  ]);
  return sent;
}

const start = await readState();
const started = Date.now();
const first = await load(TOTAL * WARM_UP);
const middle = await readState();
const sent = first + (await load(TOTAL - first));
const end = await readState();
server.kill();

/**
 * Lists the counts that differ between two states.
 *
 * @param {Readonly<Record<string, number>>} before
 * @param {Readonly<Record<string, number>>} after
 */
function listChanges(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => before[name] !== after[name]);
  return changed.map((name) => `${name}: ${before[name] ?? 0} before, ${after[name] ?? 0} after`);
}

const resources = listChanges(start.resources, end.resources);
const listeners = listChanges(start.listeners, end.listeners);
const growth = end.heap - middle.heap;
const codes = end.warnings.filter((code) => !code.startsWith("PROXYFIX_"));
/** @type {readonly (readonly [name: string, holds: boolean, shown: unknown])[]} */
const checks = [
  ["all requests were sent", sent >= TOTAL, sent],
  ["most of them reached an application", end.requests > TOTAL * 0.9, end.requests],
  ["the channel had messages", end.published > TOTAL * 0.1, end.published],
  [`the heap grew by less than ${MOST_GROWTH} bytes`, growth < MOST_GROWTH, growth],
  ["the active resources are those of the start", resources.length === 0, resources],
  ["the listeners are those of the start", listeners.length === 0, listeners],
  ["no socket is open", end.sockets === 0, end.sockets],
  ["no warning but those of proxyFix was emitted", codes.length === 0, codes],
  ["each warning was emitted once", new Set(end.warnings).size === end.warnings.length, end.warnings],
]; // prettier-ignore
for (const [name, holds, shown] of checks)
  console.log(`${holds ? "passed" : "FAILED"}  ${name}: ${JSON.stringify(shown)}`);
console.log(`${sent} requests in ${Math.round((Date.now() - started) / 1000)} s`);
const failed = checks.filter(([, holds]) => !holds).length;
// As vitest reports, for scripts/print-totals.mjs.
const report = {
  numPassedTests: checks.length - failed,
  numFailedTests: failed,
  numPendingTests: 0,
  success: failed === 0,
};
mkdirSync(new URL("../../coverage/", import.meta.url), { recursive: true });
writeFileSync(new URL("../../coverage/soak.json", import.meta.url), JSON.stringify(report));
process.exit(failed === 0 ? 0 : 1);
