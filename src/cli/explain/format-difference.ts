import type { Explanation } from "../../explain/explanation.js";
import type { Fact } from "../../resolution.js";
import { shortenText } from "../../text/escape-text.js";
import type { Line, Style } from "../text/line.js";
import { COLUMNS, wrapText } from "../text/wrap-text.js";
import { formatIssues } from "./format-explanation.js";
import { formatValue } from "../../text/format-value.js";

/** One of the two options, with its explanation of the same request. */
export interface Side {
  /** The options as they were written. */
  readonly text: string;
  readonly explanation: Explanation;
}

const FACTS: readonly Fact[] = ["address", "proto", "host", "port", "prefix"];
const NAMES = 11;
const GAP = 3;
/** Half of the columns beside the names. */
const WIDEST = Math.floor((COLUMNS - NAMES - GAP) / 2);
const LONGEST_TEXT = 200;

/** Formats the facts under two options beside each other; `≠` marks those that differ. */
export function formatDifference(before: Side, after: Side): readonly Line[] {
  const rows = listRows(before.explanation, after.explanation);
  const heads = [before, after].map(({ text }) => shortenText(text, LONGEST_TEXT));
  const longest = Math.max(...[heads[0]!, ...rows.map(([, value]) => value)].map(({ length }) => length));
  const first = Math.min(WIDEST, longest);
  const format = (lead: string, left: string, right: string): readonly string[] => {
    const cells = [wrapText(left, first), wrapText(right, COLUMNS - NAMES - GAP - first)] as const;
    const height = Math.max(cells[0].length, cells[1].length);
    return Array.from({ length: height }, (_, at) => {
      const start = `${(at === 0 ? lead : "").padEnd(NAMES)}${(cells[0][at] ?? "").padEnd(first + GAP)}`;
      return `${start}${cells[1][at] ?? ""}`.trimEnd();
    });
  };
  return [
    ...paint(format("", heads[0]!, heads[1]!), "heading"),
    ...rows.flatMap(([name, left, right]): readonly Line[] =>
      left === right ? format(`  ${name}`, left, "same") : paint(format(`≠ ${name}`, left, right), "warning"),
    ),
  ];
}

function paint(lines: readonly string[], style: Style): readonly Line[] {
  return lines.map((text) => ({ text, style }));
}

type DifferenceRow = readonly [name: string, before: string, after: string];

function listRows(before: Explanation, after: Explanation): readonly DifferenceRow[] {
  const facts = FACTS.map((fact): DifferenceRow => [
    fact,
    formatValue(before.facts[fact].value),
    formatValue(after.facts[fact].value),
  ]);
  const issues = ([before, after] as const).map(({ resolution }) => formatIssues(resolution.issues));
  const refusals = [before, after].map(({ refusal }) => (refusal === null ? "no" : String(refusal.status)));
  const isRefused = before.refusal !== null || after.refusal !== null;
  return [
    ...facts,
    ["issues", issues[0]!, issues[1]!],
    ...(isRefused ? [["refused", refusals[0]!, refusals[1]!] as const] : []),
  ];
}
