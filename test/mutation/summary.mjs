// @ts-check
import { readFileSync, writeFileSync } from "node:fs";

const SUMMARY = new URL("summary.json", import.meta.url);

/** The lowest share of found mutants, in percent. */
export const LOWEST_SCORE = 95;

/** The remedy for a survivor without a reason. */
export const HOW_TO_EXPLAIN =
  "Add a test that fails with the replacement. If no test can or need find it, run npm run mutation -- <file>, and write " +
  "the reason into test/mutation/summary.json.";

/**
 * A mutant that no test found: the mutated line, the mutated part of it, its replacement, and why no test can or need
 * find it.
 *
 * @typedef {{ line: string, code: string, replacement: string, reason: string }} Survivor
 */

/**
 * The result for one file: the hashes, and numbers of mutants. `invalid` ones did not run, and count neither way.
 *
 * @typedef {{
 *   source: string, tests: string, mutants: number, killed: number, timeout: number, survived: number,
 *   noCoverage: number, invalid: number, survivors: readonly Survivor[]
 * }} Row
 */

/** @typedef {Readonly<Record<string, Row>>} Rows by the path of the file */

/** @returns {Rows} */
export function readRows() {
  return JSON.parse(readFileSync(SUMMARY, "utf8")).files;
}

/**
 * Writes the summary, with the score of each file and of all.
 *
 * @param {Rows} rows
 */
export function writeRows(rows) {
  const files = Object.entries(rows).map(([file, { survivors, ...row }]) => {
    const score = computeScore([{ ...row, survivors }]);
    // Two runs find them in different orders.
    return [file, { ...row, score, survivors: survivors.toSorted(compareSurvivors) }];
  });
  const summary = { score: computeScore(Object.values(rows)), files: Object.fromEntries(files) };
  writeFileSync(SUMMARY, `${JSON.stringify(summary, undefined, 2)}\n`);
}

/**
 * @param {Survivor} one
 * @param {Survivor} other
 */
function compareSurvivors(one, other) {
  const toText = (/** @type {Survivor} */ { line, code, replacement }) => JSON.stringify([line, code, replacement]);
  return toText(one) < toText(other) ? -1 : 1;
}

/**
 * Computes the share of valid mutants that a test found or that did not end, in percent, rounded down to hundredths. It
 * is 100 if there are none.
 *
 * @param {readonly Row[]} rows
 */
export function computeScore(rows) {
  /** @param {(row: Row) => number} count */
  const sum = (count) => rows.reduce((total, row) => total + count(row), 0);
  const valid = sum(({ mutants, invalid }) => mutants - invalid);
  const found = sum(({ killed, timeout }) => killed + timeout);
  return valid === 0 ? 100 : Math.floor((found / valid) * 10_000) / 100;
}

/**
 * Copies the reasons of an older row to a row: a survivor with the same three texts has the same reason.
 *
 * @param {Row} row
 * @param {Row | undefined} older
 * @returns {Row}
 */
export function copyReasons(row, older) {
  const survivors = row.survivors.map((survivor) => {
    const known = older?.survivors.find(
      ({ line, code, replacement }) =>
        line === survivor.line && code === survivor.code && replacement === survivor.replacement,
    );
    return { ...survivor, reason: known?.reason ?? survivor.reason };
  });
  return { ...row, survivors };
}

/**
 * Lists the survivors that have no reason, one text each.
 *
 * @param {Rows} rows
 */
export function listUnexplained(rows) {
  return Object.entries(rows).flatMap(([file, { survivors }]) =>
    survivors
      .filter(({ reason }) => reason === "")
      .map(({ line, code, replacement }) => `${file}: ${line}\n    ${code}  →  ${replacement}`),
  );
}
