// @ts-check
// Mutates the pure core, and writes the result of each file into summary.json beside the reasons of survivors.
// npm run mutation [-- src/grammar/ipv4.ts ...]    exit code 1 if the score is too low or a survivor has no reason
import process from "node:process";

import { listMutatedFiles } from "./files.mjs";
import { mutateFile } from "./mutate-file.mjs";
import {
  computeScore,
  copyReasons,
  HOW_TO_EXPLAIN,
  listUnexplained,
  LOWEST_SCORE,
  readRows,
  writeRows,
} from "./summary.mjs";

const all = listMutatedFiles();
const wanted = process.argv.slice(2);
for (const file of wanted.length === 0 ? all : wanted) {
  if (!all.includes(file)) throw new Error(`${file} is none of the mutated files`);
  const mutated = await mutateFile(file);
  // The summary is read and written after each file, so that a stopped run loses only one.
  const older = readRows();
  const row = copyReasons(mutated, older[file]);
  const rows = { ...older, [file]: row };
  writeRows(Object.fromEntries(all.flatMap((name) => (rows[name] === undefined ? [] : [[name, rows[name]]]))));
  console.log(`${file}: ${row.mutants} mutants, ${computeScore([row])} %`);
}

const rows = readRows();
const score = computeScore(Object.values(rows));
const unexplained = listUnexplained(rows);
console.log(`all files: ${score} %, at least ${LOWEST_SCORE} wanted`);
for (const survivor of unexplained) console.error(`a survivor without a reason: ${survivor}`);
if (unexplained.length > 0) console.error(HOW_TO_EXPLAIN);
process.exit(score >= LOWEST_SCORE && unexplained.length === 0 ? 0 : 1);
