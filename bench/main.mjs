// @ts-check
// npm run bench             nanoseconds and bytes an operation, and the ratios that must hold
// npm run bench -- --json   the same for machines
// npm run bench -- counts   only the groups with rows that have this word in their names, for work on those
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { describeMachine } from "./machine.mjs";
import { measureRows } from "./measure.mjs";
import { printReport } from "./print.mjs";
import { compareBytes, compareRows } from "./ratios.mjs";
import { createRows } from "./rows.mjs";

/** Enough that the median of a round that met something else on the machine does not matter. */
const ROUNDS = 15;

setFlagsFromString("--expose-gc");
const collect = /** @type {() => void} */ (runInNewContext("gc"));

const word = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";
const rows = await createRows();
const groups = new Set(rows.filter(({ name }) => name.includes(word)).map(({ group }) => group));
if (groups.size === 0) throw new Error(`no row has "${word}" in its name`);
const chosen = rows.filter(({ group }) => groups.has(group));

const results = await measureRows(chosen, ROUNDS, collect);
const report = {
  machine: describeMachine(),
  rows: results,
  ratios: [...compareRows(results), compareBytes(results)],
};
if (process.argv.includes("--json")) console.log(JSON.stringify(report, null, 2));
else printReport(report);
