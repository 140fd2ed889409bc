// @ts-check
// npm run bench:server                  throughput, latency and work of each framework, bare, with proxyFix, by its own setting
// npm run bench:server -- koa           the same of the frameworks with that in their name
// npm run bench:server -- --browser     the same with the many headers of a browser's requests
// npm run bench:server -- --unbelieved  the same where the proxy sends headers that have to be taken out
// npm run bench:server -- --json        the same for machines
import { describeMachine } from "../machine.mjs";
import { median } from "../measure.mjs";
import { frameworks } from "./frameworks.mjs";
import { LoadedServer } from "./load.mjs";

/** @import { Variant } from "./frameworks.mjs" */
/** @import { Load } from "./load.mjs" */

const isJson = process.argv.includes("--json");
const ROUNDS = 9;
const TURNS = 5;
const SECONDS = 1;
const WARM_UP_SECONDS = 2;

const report = { machine: describeMachine(), frameworks: /** @type {object[]} */ ([]) };
if (!isJson) console.log(Object.values(report.machine).join(", "));
for (const [name, { variants }] of listWanted()) {
  const result = describe(name, await loadInTurn(name, variants));
  report.frameworks.push(result);
  if (!isJson) print(result);
}
if (isJson) console.log(JSON.stringify(report, null, 2));

/** Lists the frameworks, with their names, that the program's arguments name a part of: all where there are none. */
function listWanted() {
  const parts = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  return Object.entries(frameworks).filter(
    ([name]) => parts.length === 0 || parts.some((part) => name.toLowerCase().includes(part.toLowerCase())),
  );
}

/**
 * Loads servers round after round. In each round the servers of all variants are new processes, since how one happens to
 * have been compiled stays with it, and run side by side: each is loaded for a second in turn, A B C, B C A, so that all of
 * them see the machine's slow moments and its quick ones.
 *
 * @param {string} name
 * @param {readonly Variant[]} variants
 */
async function loadInTurn(name, variants) {
  /** @type {Map<string, Load[]>} */
  const loads = new Map(variants.map((variant) => [variant, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const servers = variants.map((variant) => new LoadedServer(name, variant));
    try {
      for (const server of servers) await server.warmUp(WARM_UP_SECONDS);
      for (let turn = 0; turn < TURNS; turn += 1) {
        for (let place = 0; place < servers.length; place += 1) {
          await servers[(round + turn + place) % servers.length]?.load(SECONDS);
        }
      }
      for (const server of servers) loads.get(server.variant)?.push(server.summarize());
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
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
