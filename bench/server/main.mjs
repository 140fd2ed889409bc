// @ts-check
// npm run bench:server             throughput, latency and work of each framework, bare, with proxyFix, by its own setting
// npm run bench:server -- --json   the same for machines
import { describeMachine } from "../machine.mjs";
import { median } from "../measure.mjs";
import { frameworks } from "./frameworks.mjs";
import { startSubject } from "./subject.mjs";

/** @import { Load, Subject } from "./subject.mjs" */

const ROUNDS = 9;
const SECONDS = 1;
const isJson = process.argv.includes("--json");

const report = { machine: describeMachine(), frameworks: /** @type {object[]} */ ([]) };
if (!isJson) console.log(Object.values(report.machine).join(", "));
for (const [name, { variants }] of Object.entries(frameworks)) {
  const subjects = [];
  for (const variant of variants) subjects.push(await startSubject(name, variant));
  try {
    const result = describe(name, await loadInTurn(subjects));
    report.frameworks.push(result);
    if (!isJson) print(result);
  } finally {
    for (const { close } of subjects) close();
  }
}
if (isJson) console.log(JSON.stringify(report, null, 2));

/**
 * Loads servers round after round, each in turn, and each round from another on: A B C, B C A, C A B.
 *
 * @param {readonly Subject[]} subjects
 */
async function loadInTurn(subjects) {
  /** @type {Map<string, Load[]>} */
  const loads = new Map(subjects.map(({ variant }) => [variant, []]));
  for (const { load } of subjects) await load(2 * SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let place = 0; place < subjects.length; place += 1) {
      const subject = subjects[(round + place) % subjects.length];
      if (subject !== undefined) loads.get(subject.variant)?.push(await subject.load(SECONDS));
    }
  }
  return loads;
}

/**
 * @param {string} name
 * @param {ReadonlyMap<string, readonly Load[]>} loads
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
 * @param {readonly Load[]} ours
 * @param {readonly Load[]} others
 */
function compare(ours, others) {
  /** @param {(load: Load) => number} read */
  const byRound = (read) =>
    describeSpread(others.map((other, round) => read(/** @type {Load} */ (ours[round])) / read(other)));
  return { throughput: byRound(({ throughput }) => throughput), work: byRound(({ work }) => work) };
}

/**
 * The median, and an interval that holds the true median with 96 %: of nine values, the second and the eighth.
 *
 * @param {readonly number[]} values
 */
function describeSpread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: median(sorted), low: sorted[1] ?? Number.NaN, high: sorted.at(-2) ?? Number.NaN };
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
