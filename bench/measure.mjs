import { do_not_optimize, measure } from "mitata";

/**
 * What is measured: a function over requests taken in turn.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} group
 * @property {() => unknown} run
 */

/**
 * @typedef {object} Measured
 * @property {string} name
 * @property {string} group
 * @property {number[]} nanoseconds - the median of each round
 * @property {number} bytes - allocated by one operation
 */

/**
 * Makes a row that goes through requests in turn.
 *
 * @template Item
 * @param {string} group
 * @param {string} name
 * @param {readonly Item[]} items
 * @param {(item: Item) => unknown} operation
 * @returns {Row}
 */
export function createRow(group, name, items, operation) {
  // Made from text, so that each row has code of its own: the engine must not remember one row's types for another.
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function("items", "operation", "keep", TEXT);
  return { group, name, run: make(items, operation, do_not_optimize) };
}

const TEXT = `
  let at = 0;
  return () => {
    at = at + 1 === items.length ? 0 : at + 1;
    keep(operation(items[at]));
  };
`;

/**
 * Measures rows round after round, one after the other, so that what the machine does meanwhile meets all of them.
 *
 * @param {readonly Row[]} rows
 * @param {number} rounds
 * @param {() => void} collect - the engine's garbage collection
 * @returns {Promise<Measured[]>}
 */
export async function measureRows(rows, rounds, collect) {
  /** @type {Measured[]} */
  const results = rows.map(({ name, group }) => ({ name, group, nanoseconds: [], bytes: 0 }));
  for (const row of rows) warmUp(row);
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, row] of rows.entries()) {
      const { p50 } = await measure(row.run, { min_cpu_time: 8e6, batch_samples: 1024 });
      results[place]?.nanoseconds.push(p50);
    }
  }
  return rows.map((row, place) => ({ .../** @type {Measured} */ (results[place]), bytes: measureBytes(row, collect) }));
}

/** @param {Row} row */
function warmUp(row) {
  const end = performance.now() + 150;
  while (performance.now() < end) for (let at = 0; at < 500; at += 1) row.run();
}

/** Few enough that no collection comes between, where the engine's youngest space has a megabyte. */
const MOST_BYTES = 250_000;

/**
 * Measures what one operation allocates, by the growth of the heap between two collections.
 *
 * @param {Row} row
 * @param {() => void} collect
 */
function measureBytes(row, collect) {
  const roughly = sampleBytes(row, 20, collect);
  const operations = Math.min(1000, Math.max(10, Math.floor(MOST_BYTES / Math.max(roughly, 1))));
  return quartile(Array.from({ length: 15 }, () => sampleBytes(row, operations, collect)));
}

/**
 * @param {Row} row
 * @param {number} operations
 * @param {() => void} collect
 */
function sampleBytes(row, operations, collect) {
  collect();
  // A collection throws away what was learnt of the code, and to learn it again allocates.
  for (let at = 0; at < operations; at += 1) row.run();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < operations; at += 1) row.run();
  return (process.memoryUsage().heapUsed - before) / operations;
}

/**
 * Gives the first quartile: of times and bytes, since all else that a machine does only adds to them.
 *
 * @param {readonly number[]} values
 */
export function quartile(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 2] ?? Number.NaN;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
