// @ts-check
import { readFileSync } from "node:fs";
import process from "node:process";
import { Stryker } from "@stryker-mutator/core";

import { hashFile } from "./files.mjs";

/** @typedef {Awaited<ReturnType<Stryker["runMutationTest"]>>[number]} Mutant */
/** @typedef {import("./summary.mjs").Row} Row */
/** @typedef {import("./summary.mjs").Survivor} Survivor */

/**
 * Mutates a file, and runs its mirrored tests for each mutant: a test that is named after another file finds none.
 *
 * @param {string} file - a path from the project's folder
 * @returns {Promise<Row>} its survivors have no reasons yet
 */
export async function mutateFile(file) {
  process.env["PROXYFIX_MUTATED_FILE"] = file;
  const stryker = new Stryker({
    mutate: [file],
    ignorePatterns: [
      "**",
      "!package.json",
      "!vitest.config.ts",
      "!src/**",
      "!test/**",
      "!docs/reference/**",
      "!vectors/**",
    ],
    testRunner: "vitest",
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    coverageAnalysis: "perTest",
    disableTypeChecks: false,
    concurrency: 2,
    // On a busy machine a slow run must not look like an endless loop, which counts as found.
    timeoutMS: 20_000,
    timeoutFactor: 4,
    reporters: [],
    allowEmpty: true,
    tempDirName: ".stryker-tmp",
    logLevel: "error",
  });
  // First, since somebody may edit a file in the meantime.
  const hashes = hashFile(file);
  const lines = readFileSync(file, "utf8").split("\n");
  return { ...hashes, ...createCounts(await stryker.runMutationTest(), lines) };
}

/**
 * @param {readonly Mutant[]} mutants
 * @param {readonly string[]} lines
 */
function createCounts(mutants, lines) {
  /** @param {readonly string[]} statuses */
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  return {
    mutants: mutants.length,
    killed: count("Killed"),
    timeout: count("Timeout"),
    survived: count("Survived"),
    // A comment of Stryker's in a source makes it ignore mutants: each of them needs a reason too.
    noCoverage: count("NoCoverage", "Ignored"),
    invalid: count("RuntimeError", "CompileError"),
    survivors: mutants
      .filter(({ status }) => ["Survived", "NoCoverage", "Ignored"].includes(status))
      .map((mutant) => createSurvivor(mutant, lines)),
  };
}

/**
 * Describes a mutant by text, since the numbers of lines change. Of several lines the first one stands for all.
 *
 * @param {Mutant} mutant
 * @param {readonly string[]} lines
 * @returns {Survivor}
 */
function createSurvivor({ location: { start, end }, replacement }, lines) {
  const line = lines[start.line - 1] ?? "";
  const code = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
  return { line: line.trim(), code, replacement: replacement.replaceAll(/\s+/g, " "), reason: "" };
}
