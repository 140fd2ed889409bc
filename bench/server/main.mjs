// @ts-check
// npm run bench:server             throughput, latency and work of each framework, bare, with proxyFix, by its own setting
// npm run bench:server -- koa      the same of the frameworks with that in their name
// npm run bench:server -- --json   the same for machines
import { describeMachine } from "../machine.mjs";
import { median } from "../measure.mjs";
import { frameworks } from "./frameworks.mjs";
import { startServer } from "./load.mjs";
import { turn } from "./requests.mjs";

/** @import { Variant } from "./frameworks.mjs" */
/** @import { Load } from "./load.mjs" */

/**
 * What a round showed of a variant.
 *
 * @typedef {object} Shown
 * @property {number} throughput - requests a second
 * @property {number} latency - the 99th percentile, in milliseconds
 * @property {number} work - of the server's process, in microseconds a request
 */

const ROUNDS = 15;
const TURNS = 4;
const SECONDS = 0.5;
const isJson = process.argv.includes("--json");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const report = { machine: describeMachine(), frameworks: /** @type {object[]} */ ([]) };
if (!isJson) console.log(Object.values(report.machine).join(", "));
for (const [name, { variants }] of Object.entries(frameworks)) {
  if (wanted.length > 0 && !wanted.some((text) => name.toLowerCase().includes(text.toLowerCase()))) continue;
  const result = describe(name, await measureRounds(name, variants));
  report.frameworks.push(result);
  if (!isJson) print(result);
}
if (isJson) console.log(JSON.stringify(report, null, 2));

/**
 * Measures variants round after round. Each round starts a new process of each, since how one happens to have been compiled
 * stays with it.
 *
 * @param {string} name
 * @param {readonly Variant[]} variants
 */
async function measureRounds(name, variants) {
  /** @type {Map<string, Shown[]>} */
  const shown = new Map(variants.map((variant) => [variant, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const loads = await loadInTurn(name, turn(variants, round));
    for (const [variant, ofVariant] of loads) shown.get(variant)?.push(sumUp(ofVariant));
  }
  return shown;
}

/**
 * Loads one process of each variant in short turns, A B C, B C A, C A B, so that what else the machine does meets all alike.
 *
 * @param {string} name
 * @param {readonly Variant[]} variants
 */
async function loadInTurn(name, variants) {
  /** @type {Map<Variant, import("./load.mjs").WarmServer>} */
  const servers = new Map();
  /** @type {Map<Variant, Load[]>} */
  const loads = new Map(variants.map((variant) => [variant, []]));
  try {
    for (const variant of variants) servers.set(variant, await startServer(name, variant));
    for (let at = 0; at < TURNS; at += 1) {
      for (const variant of turn(variants, at)) {
        const load = await servers.get(variant)?.load(SECONDS);
        if (load !== undefined) loads.get(variant)?.push(load);
      }
    }
  } finally {
    for (const server of servers.values()) await server.stop();
  }
  return loads;
}

/**
 * @param {readonly Load[]} loads
 * @returns {Shown}
 */
function sumUp(loads) {
  /** @param {(load: Load) => number} read */
  const sum = (read) => loads.reduce((total, load) => total + read(load), 0);
  const requests = sum((load) => load.requests);
  return {
    throughput: requests / sum((load) => load.seconds),
    latency: median(loads.map((load) => load.latency)),
    work: sum((load) => load.work) / requests,
  };
}

/**
 * @param {string} name
 * @param {ReadonlyMap<string, readonly Shown[]>} loads
 */
function describe(name, loads) {
  const variants = Array.from(loads, ([variant, rounds]) => ({
    variant,
    throughput: describeSpread(rounds.map(({ throughput }) => throughput)),
    latency: describeSpread(rounds.map(({ latency }) => latency)),
    work: describeSpread(rounds.map(({ work }) => work)),
  }));
  const ours = loads.get("proxyFix") ?? [];
  const ratios = [...loads.keys()]
    .filter((variant) => variant !== "proxyFix")
    .map((variant) => ({ against: variant, ...compare(ours, loads.get(variant) ?? []) }));
  return { name, variants, ratios };
}

/**
 * @param {readonly Shown[]} ours
 * @param {readonly Shown[]} others
 */
function compare(ours, others) {
  /** @param {(shown: Shown) => number} read */
  const byRound = (read) =>
    describeSpread(others.map((other, round) => read(/** @type {Shown} */ (ours[round])) / read(other)));
  return { throughput: byRound(({ throughput }) => throughput), work: byRound(({ work }) => work) };
}

/**
 * The median, and an interval that holds the true median with 96 %: of fifteen values, the fourth and the twelfth.
 *
 * @param {readonly number[]} values
 */
function describeSpread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: median(sorted), low: sorted[3] ?? Number.NaN, high: sorted.at(-4) ?? Number.NaN };
}

/** @param {ReturnType<typeof describe>} result */
function print({ name, variants, ratios }) {
  console.log(`\n${name.padEnd(22)} requests a second            99th percentile   work of the server`);
  for (const { variant, throughput, latency, work } of variants) {
    const spread = `${throughput.median.toFixed(0)} (${throughput.low.toFixed(0)} to ${throughput.high.toFixed(0)})`;
    console.log(
      `  ${variant.padEnd(20)} ${spread.padEnd(28)} ${latency.median.toFixed(1).padStart(7)} ms       ${work.median.toFixed(1)} µs a request`,
    );
  }
  for (const { against, throughput, work } of ratios) {
    console.log(`  proxyFix / ${against.padEnd(9)} throughput ${formatSpread(throughput)}, work ${formatSpread(work)}`);
  }
}

/** @param {ReturnType<typeof describeSpread>} spread */
function formatSpread(spread) {
  return `${spread.median.toFixed(3)} (${spread.low.toFixed(3)} to ${spread.high.toFixed(3)})`;
}
