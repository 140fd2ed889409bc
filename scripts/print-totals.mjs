// Prints, from the report of the last test run, how many tests passed and failed, alone on a line. Fails if any test failed
// or if none ran, so that an empty run is not taken for a good one.
import { readFileSync } from "node:fs";

const report = readReport(process.argv[2] ?? "coverage/tests.json");
const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
if (skipped > 0) console.log(`skipped: ${skipped}`);
console.log(`${passed} passed, ${failed} failed`);
if (!report.success || failed > 0 || passed === 0) process.exitCode = 1;

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
