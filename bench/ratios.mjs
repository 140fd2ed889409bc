import { quartile } from "./measure.mjs";

/** @import { Measured } from "./measure.mjs" */

/**
 * What two rows of one run must show of each other.
 *
 * @typedef {object} Target
 * @property {string} what
 * @property {string} over - the row above the line
 * @property {string} under - the row below it, of the same group where its name is there several times
 * @property {number} [atMost]
 * @property {number} [atLeast]
 */

/**
 * @typedef {object} Ratio
 * @property {string} what
 * @property {number} value - of the rows' times
 * @property {number} low - the first decile of the rounds' ratios
 * @property {number} high - the last decile
 * @property {string} target
 * @property {boolean} isMet
 */

const LIMIT = "the limit: three slices, unchecked";
const EXPRESS = "Express 5: ip, protocol, host";

/** @type {Target[]} */
const TARGETS = [
  { what: "counts / the limit", over: "proxyfix: counts", under: LIMIT, atMost: 2 },
  { what: "counts, appended / the limit", over: "proxyfix: counts, appended", under: LIMIT, atMost: 2 },
  { what: "Express 5, trust proxy 1 / counts", over: EXPRESS, under: "proxyfix: counts", atLeast: 2.2 },
  { what: "Express 5 / 4 networks, IPv4", over: EXPRESS, under: "proxyfix: 4 networks, IPv4", atLeast: 15 },
  {
    what: "Express 5 / 4 networks, IPv4 mapped",
    over: EXPRESS,
    under: "proxyfix: 4 networks, IPv4 mapped",
    atLeast: 15,
  },
  { what: "Express 5 / 4 networks, IPv6", over: EXPRESS, under: "proxyfix: 4 networks, IPv6", atLeast: 8 },
  { what: "1,000 networks / 4", over: "proxyfix: 1,000 networks", under: "proxyfix: 4 networks", atMost: 2 },
  {
    what: "1,000 networks / 4, IPv6 client",
    over: "proxyfix: 1,000 networks, IPv6 client",
    under: "proxyfix: 4 networks, IPv6 client",
    atMost: 2,
  },
  {
    what: "counts, 16 KiB hostile / short",
    over: "proxyfix: counts, 16 KiB from the client",
    under: "proxyfix: counts, appended",
    atMost: 1.2,
  },
  {
    what: "Forwarded, 16 KiB hostile / short",
    over: "proxyfix: Forwarded, 16 KiB from the client",
    under: "proxyfix: Forwarded",
    atMost: 1.2,
  },
];

const MOST_BYTES = 400;

/**
 * Compares those of the rows that were measured, round by round: what the machine did in a round, it did to both.
 *
 * @param {readonly Measured[]} results
 * @returns {Ratio[]}
 */
export function compareRows(results) {
  return TARGETS.flatMap((target) => {
    const pair = findPair(results, target);
    if (pair === undefined) return [];
    const { over, under } = pair;
    const value = quartile(over.nanoseconds) / quartile(under.nanoseconds);
    const ratios = over.nanoseconds.map((time, round) => time / (under.nanoseconds[round] ?? Number.NaN));
    return describeRatio(target, value, pickDecile(ratios, 0.1), pickDecile(ratios, 0.9));
  });
}

/**
 * Gives the most that any resolution allocated, as the table wants it.
 *
 * @param {readonly Measured[]} results
 * @returns {Ratio}
 */
export function compareBytes(results) {
  const bytes = results.filter(({ name }) => name.startsWith("proxyfix: ")).map((result) => result.bytes);
  const target = { what: "bytes allocated, the most of any row", atMost: MOST_BYTES };
  return describeRatio(target, Math.max(...bytes), Math.min(...bytes), Math.max(...bytes));
}

/**
 * @param {readonly Measured[]} results
 * @param {Target} target
 */
function findPair(results, target) {
  const groups = new Set(results.map(({ group }) => group));
  for (const group of groups) {
    const own = results.filter((result) => result.group === group);
    const over = own.find(({ name }) => name === target.over);
    const under = own.find(({ name }) => name === target.under);
    if (over !== undefined && under !== undefined) return { over, under };
  }
  return undefined;
}

/**
 * @param {Pick<Target, "what" | "atMost" | "atLeast">} target
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {Ratio}
 */
function describeRatio({ what, atMost, atLeast }, value, low, high) {
  const isMet = atMost === undefined ? value >= (atLeast ?? 0) : value <= atMost;
  return { what, value, low, high, target: atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`, isMet };
}

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
function pickDecile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}
