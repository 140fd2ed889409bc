// @ts-check
/** @typedef {import("./run.mjs").Outcome} Outcome */
/** @typedef {import("./reading.mjs").Belief} Belief */

const HEADINGS = ["visit", "the truth", "without proxyFix", "with proxyFix"];
const GAP = "  ";

/**
 * A cell: its text, and whether it is right, if it can be wrong.
 *
 * @typedef {{ text: string, right?: boolean }} Cell
 */

/**
 * A line of the table: four cells, or a heading across all of them.
 *
 * @typedef {Cell[] | string} Line
 */

/**
 * Formats the outcomes of the scenes as one aligned table.
 *
 * @param {{ heading: string, outcomes: Outcome[] }[]} parts - one for each application
 * @param {{ colour: boolean }} style
 * @returns {string}
 */
export function formatTable(parts, { colour }) {
  /** @type {Line[]} */
  const lines = [HEADINGS.map((text) => ({ text }))];
  for (const { heading, outcomes } of parts) lines.push("", heading, ...outcomes.flatMap(linesOfOutcome));
  const widths = HEADINGS.map((_, column) => widthOfColumn(lines, column));
  const rule = "─".repeat(widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length));
  const formatted = lines.map((line) => formatLine(line, widths, colour));
  return [formatted[0], rule, ...formatted.slice(2), rule].join("\n");
}

/**
 * @param {Outcome} outcome
 * @returns {Line[]}
 */
function linesOfOutcome({ scene, skipped, truth, without, fixed, right }) {
  const name = { text: `  ${scene.name}` };
  if (skipped !== undefined) return [[name, { text: skipped }, { text: "–" }, { text: "–" }]];
  const facts = right ? scene.shows : /** @type {const} */ (["client", "url"]);
  return facts.map((fact, index) => [
    index === 0 ? name : { text: "" },
    { text: truth[fact] },
    cellOf(without, fact, truth, false),
    cellOf(fixed, fact, truth, scene.refused === true),
  ]);
}

/**
 * @param {import("./apps.mjs").Report | number} report
 * @param {"client" | "url"} fact
 * @param {Belief} truth
 * @param {boolean} refusalExpected
 * @returns {Cell}
 */
function cellOf(report, fact, truth, refusalExpected) {
  if (typeof report === "number") return { text: `refused, status ${report}`, right: refusalExpected };
  const { resolved } = report;
  const agreed = resolved === undefined || resolved[fact] === report[fact];
  const text = agreed ? report[fact] : `${report[fact]} | req.proxyFix: ${resolved[fact]}`;
  return { text, right: !refusalExpected && text === truth[fact] };
}

/**
 * @param {Line[]} lines
 * @param {number} column
 * @returns {number}
 */
function widthOfColumn(lines, column) {
  const widths = lines.map((line) => (typeof line === "string" ? 0 : widthOfCell(line[column] ?? { text: "" })));
  return Math.max(...widths);
}

/** @param {Cell} cell */
function widthOfCell({ text, right }) {
  return right === undefined ? text.length : text.length + 2;
}

/**
 * @param {Line} line
 * @param {number[]} widths
 * @param {boolean} colour
 * @returns {string}
 */
function formatLine(line, widths, colour) {
  if (typeof line === "string") return paint(line, "1", colour);
  const cells = line.map((cell, column) => formatCell(cell, widths[column] ?? 0, colour));
  return cells.join(GAP).trimEnd();
}

/**
 * @param {Cell} cell
 * @param {number} width
 * @param {boolean} colour
 * @returns {string}
 */
function formatCell({ text, right }, width, colour) {
  if (right === undefined) return text.padEnd(width);
  const mark = right ? paint("✓", "32", colour) : paint("✗", "31", colour);
  return `${mark} ${right ? text : paint(text, "31", colour)}${" ".repeat(width - text.length - 2)}`;
}

/**
 * @param {string} text
 * @param {string} code - of ECMA-48's SGR
 * @param {boolean} colour
 * @returns {string}
 */
function paint(text, code, colour) {
  return colour && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
}
