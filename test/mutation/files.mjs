// @ts-check
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";

/** The folders of the pure core. */
const FOLDERS = ["grammar", "trust", "resolve", "options", "headers", "rewrite"];

/**
 * Lists the files that are mutated, by their paths from the project's folder.
 *
 * @param {readonly string[]} [folders]
 * @returns {readonly string[]}
 */
export function listMutatedFiles(folders = FOLDERS) {
  return folders.flatMap((folder) =>
    readdirSync(`src/${folder}`)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
      .toSorted()
      .map((name) => `src/${folder}/${name}`),
  );
}

/**
 * Lists the test files that are named after a source file, except properties, measurements of memory and comparisons with
 * the docs: random cases would leave the fate of a mutant to chance, and all of them take long.
 *
 * @param {string} file - a path from the project's folder
 * @returns {readonly string[]}
 */
export function listMirroredTests(file) {
  const folder = dirname(file).replace(/^src/, "test");
  const name = basename(file, ".ts");
  return readdirSync(folder)
    .filter((test) => test.startsWith(`${name}.`) && test.endsWith(".test.ts"))
    .filter((test) => !/\.(?:property|memory|docs)\.test\.ts$/.test(test))
    .toSorted()
    .map((test) => `${folder}/${test}`);
}

/**
 * Hashes a source file and its mirrored tests.
 *
 * @param {string} file - a path from the project's folder
 * @returns {{ source: string, tests: string }} SHA-256 of the text, in hexadecimal
 */
export function hashFile(file) {
  return { source: hash([file]), tests: hash(listMirroredTests(file)) };
}

/** @param {readonly string[]} files */
function hash(files) {
  const sum = createHash("sha256");
  for (const file of files) sum.update(readFileSync(file, "utf8"));
  return sum.digest("hex");
}
