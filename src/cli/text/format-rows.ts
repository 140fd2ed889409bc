import { COLUMNS, wrapText } from "./wrap-text.js";

/** The cells of a row, the last of which may be long. */
export type Row = readonly [name: string, value: string, rest: string];

const INDENT = 2;
const GAP = 3;
/** A longer value stands alone, with the rest below it. */
const WIDEST_VALUE = 40;

/** Formats rows of three columns, each as wide as its cells; a rest that does not fit is wrapped in its column. */
export function formatRows(rows: readonly Row[]): readonly string[] {
  const names = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  const lengths = rows.map(([, value]) => value.length).filter((length) => length <= WIDEST_VALUE);
  const start = INDENT + names + Math.max(0, ...lengths) + GAP;
  return rows.flatMap(([name, value, rest]) => {
    const lead = `${" ".repeat(INDENT)}${name.padEnd(names)}${value}`;
    const [first = "", ...others] = wrapText(rest, COLUMNS - start);
    const below = others.map((line) => `${" ".repeat(start)}${line}`);
    if (value.length <= WIDEST_VALUE) return [`${lead.padEnd(start)}${first}`.trimEnd(), ...below];
    return [lead, ...(rest === "" ? [] : [`${" ".repeat(start)}${first}`, ...below])];
  });
}
