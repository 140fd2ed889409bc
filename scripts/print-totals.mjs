// Prints, from the reports of test runs, how many tests passed and failed, alone on a line. Fails if any test failed or if a
// run is missing or had no tests, so that an empty run is not taken for a good one.
import { readFileSync } from "node:fs";

const paths = process.argv.slice(2);
const reports = (paths.length > 0 ? paths : ["coverage/tests.json"]).map(readReport);
const passed = sum(reports.map(({ numPassedTests }) => numPassedTests));
const failed = sum(reports.map(({ numFailedTests }) => numFailedTests));
const skipped = sum(reports.map(({ numPendingTests }) => numPendingTests));
if (skipped > 0) console.log(`skipped: ${skipped}`);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || reports.some((report) => !report.success || report.numPassedTests === 0)) process.exitCode = 1;

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * @param {string} path
 * @returns {{ success: boolean, numPassedTests: number, numFailedTests: number, numPendingTests: number }}
 */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    console.error(`${path}: no report of a test run`);
    return { success: false, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
}
