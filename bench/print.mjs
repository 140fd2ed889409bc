import { quartile } from "./measure.mjs";

/** @import { describeMachine } from "./machine.mjs" */
/** @import { Measured } from "./measure.mjs" */
/** @import { Ratio } from "./ratios.mjs" */

/**
 * Prints a report for people.
 *
 * @param {{ machine: ReturnType<typeof describeMachine>, rows: readonly Measured[], ratios: readonly Ratio[] }} report
 */
export function printReport({ machine, rows, ratios }) {
  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.platform}`);
  let group = "";
  for (const row of rows) {
    if (row.group !== group) console.log(`\n${(group = row.group).padEnd(48)}     ns   (min)   bytes`);
    const least = Math.min(...row.nanoseconds);
    console.log(
      `  ${row.name.padEnd(44)} ${align(quartile(row.nanoseconds), 8)} ${align(least, 7)} ${align(row.bytes, 7)}`,
    );
  }
  console.log(`\n${"ratio".padEnd(40)}           (10 % to 90 % of the rounds)   wanted`);
  for (const { what, value, low, high, target, isMet } of ratios) {
    const spread = `(${format(low)} to ${format(high)})`;
    console.log(
      `  ${what.padEnd(38)} ${format(value).padStart(7)}   ${spread.padEnd(24)} ${target.padStart(12)}  ${isMet ? "met" : "MISSED"}`,
    );
  }
}

/**
 * @param {number} value
 * @param {number} width
 */
function align(value, width) {
  return value.toFixed(0).padStart(width);
}

/** @param {number} value */
function format(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
