// @ts-check
// npm run bench:memory             the server's work for a request: bare, with proxyFix, by its own setting, without a network
// npm run bench:memory -- koa      the same of the frameworks with that in their name
// npm run bench:memory -- --json   the same for machines
import { once } from "node:events";

import { describeMachine } from "../machine.mjs";
import { median, quartile } from "../measure.mjs";
import { startProcess } from "./process.mjs";
import { isJson, listWanted } from "./wanted.mjs";

/** @import { Variant } from "./frameworks.mjs" */

const ROUNDS = 9;

const report = { machine: describeMachine(), frameworks: /** @type {object[]} */ ([]) };
if (!isJson) console.log(Object.values(report.machine).join(", "));
for (const [name, { variants }] of listWanted()) {
  const work = await measureInTurn(name, variants);
  report.frameworks.push({ name, work: Object.fromEntries(work) });
  if (!isJson) print(name, work);
}
if (isJson) console.log(JSON.stringify(report, null, 2));

/**
 * Measures each variant in a new process, in turn, round after round.
 *
 * @param {string} name
 * @param {readonly Variant[]} variants
 */
async function measureInTurn(name, variants) {
  /** @type {Map<Variant, number[]>} */
  const work = new Map(variants.map((variant) => [variant, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const variant of variants) work.get(variant)?.push(await measureOnce(name, variant));
  }
  return work;
}

/**
 * @param {string} name
 * @param {Variant} variant
 * @returns {Promise<number>} nanoseconds
 */
async function measureOnce(name, variant) {
  const child = startProcess("memory-app.mjs", name, variant);
  const ended = once(child, "exit");
  const answered = await Promise.race([once(child, "message"), ended.then(() => undefined)]);
  await ended;
  if (answered === undefined) throw new Error(`${name}, ${variant}: the process ended without an answer`);
  return quartile(answered[0].samples);
}

/**
 * @param {string} name
 * @param {ReadonlyMap<Variant, readonly number[]>} work
 */
function print(name, work) {
  const bare = median(work.get("bare") ?? []);
  console.log(`\n${name.padEnd(22)} µs a request   more than bare`);
  for (const [variant, rounds] of work) {
    const most = -quartile(rounds.map((each) => -each));
    const spread = `${format(median(rounds))} (${format(quartile(rounds))} to ${format(most)})`;
    console.log(`  ${variant.padEnd(20)} ${spread.padEnd(24)} ${format(median(rounds) - bare)}`);
  }
}

/** @param {number} nanoseconds */
function format(nanoseconds) {
  return (nanoseconds / 1000).toFixed(2);
}
