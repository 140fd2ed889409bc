import type { CountOption, CountOutcome, Explanation } from "../../explain/explanation.js";
import { COLUMNS } from "../text/wrap-text.js";
import { formatValue } from "../../text/format-value.js";

const OPTIONS: readonly CountOption[] = ["xFor", "forwarded", "xProto", "xHost", "xPort", "xPrefix"];
/** Those whose outcomes are shown if there is but one value. */
const ADDRESSES: readonly CountOption[] = ["xFor", "forwarded"];
/** The column of the first outcome: that of the facts' values. */
const LEAD = 11;
/** Larger counts are left out, unless the options have one. */
const LARGEST = 7;

/** Formats the result of every other count; the count of the options stands in brackets. */
export function formatCounts({ counts }: Explanation): readonly string[] {
  return OPTIONS.flatMap((option) => {
    const outcomes = counts[option] ?? [];
    const isChoice =
      ADDRESSES.includes(option) || outcomes.some(({ count, issue }) => count > 1 && issue === undefined);
    return isChoice && outcomes.length > 0 ? formatOutcomes(option, outcomes) : [];
  });
}

function formatOutcomes(option: CountOption, outcomes: readonly CountOutcome[]): readonly string[] {
  const shown = outcomes.filter(({ count, chosen }) => count <= LARGEST || chosen === true);
  const cells = shown.map(formatOutcome);
  if (shown.length < outcomes.length) cells.push("…");
  const lead = `  ${option} `.padEnd(LEAD);
  const lines: string[] = [];
  let line = lead;
  for (const cell of cells) {
    const gap = line.length === lead.length ? "" : "   ";
    if (gap !== "" && line.length + gap.length + cell.length > COLUMNS) {
      lines.push(line);
      line = `${" ".repeat(lead.length)}${cell}`;
    } else line += `${gap}${cell}`;
  }
  return [...lines, line];
}

function formatOutcome({ count, value, issue, chosen }: CountOutcome): string {
  const text = `${count} ${issue ?? formatValue(value)}`;
  return chosen === true ? `[${text}]` : text;
}
