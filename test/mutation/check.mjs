// @ts-check
// Mutates the files of grammar and trust whose text or tests differ from summary.json, which stays as it is.
// npm run test:mutation    exit code 1 if their score is too low or a survivor has no reason
import process from "node:process";

import { hashFile, listMutatedFiles } from "./files.mjs";
import { mutateFile } from "./mutate-file.mjs";
import { computeScore, copyReasons, HOW_TO_EXPLAIN, listUnexplained, LOWEST_SCORE, readRows } from "./summary.mjs";

const older = readRows();
const stale = listMutatedFiles().filter((file) => {
  const { source, tests } = hashFile(file);
  return older[file]?.source !== source || older[file].tests !== tests;
});
const guarded = listMutatedFiles(["grammar", "trust"]);
const changed = stale.filter((file) => guarded.includes(file));
for (const file of stale)
  if (!guarded.includes(file)) console.log(`${file}: changed since it was mutated, not checked`);
if (changed.length === 0) console.log("src/grammar and src/trust: nothing changed since they were mutated");

/** @type {Record<string, import("./summary.mjs").Row>} */
const rows = {};
for (const file of changed) {
  const row = copyReasons(await mutateFile(file), older[file]);
  rows[file] = row;
  console.log(`${file}: ${row.mutants} mutants, ${computeScore([row])} %`);
}
if (changed.length > 0) console.log(`npm run mutation -- ${changed.join(" ")}    writes these rows`);

const score = computeScore(Object.values(rows));
// Some files have many equivalent mutants; they must not get worse.
const wanted = Math.min(LOWEST_SCORE, computeScore(changed.flatMap((file) => older[file] ?? [])));
const unexplained = listUnexplained(rows);
if (score < wanted) console.error(`the changed files: ${score} %, at least ${wanted} wanted`);
for (const survivor of unexplained) console.error(`a survivor without a reason: ${survivor}`);
if (unexplained.length > 0) console.error(HOW_TO_EXPLAIN);
process.exit(score >= wanted && unexplained.length === 0 ? 0 : 1);
