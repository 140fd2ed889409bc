import { dropBlanks, findItemEnd, findItemStart, skipBlanks } from "../grammar/list.js";
import type { HeaderIssues } from "../options/issues.js";
import type { Issue } from "../resolution.js";

/** The part of a resolution that receives issues. */
interface IssueList {
  addIssue(issue: Issue): void;
}

/** Parses the text between two offsets; undefined if it fails its grammar. */
type Parser<Value> = (text: string, start: number, end: number) => Value | undefined;

/**
 * Parses the counted value of a list (rules R1 and R2).
 *
 * @param text - the joined header, undefined if it is missing
 * @param count - which value, counted from the right
 * @returns undefined if the value is missing or fails its grammar; the resolution then has the issue
 */
export function parseCounted<Value>(
  text: string | undefined,
  count: number,
  parse: Parser<Value>,
  issues: HeaderIssues,
  resolution: IssueList,
): Value | undefined {
  const end = findCounted(text, count, issues, resolution);
  return text === undefined || end < 0 ? undefined : parseItem(text, end, parse, issues, resolution);
}

/**
 * Finds the counted value of a list.
 *
 * @returns the offset past it, untrimmed; -1 if it is missing, and the resolution then has the issue
 */
export function findCounted(
  text: string | undefined,
  count: number,
  issues: HeaderIssues,
  resolution: IssueList,
): number {
  const end = text === undefined ? -1 : findItemEnd(text, count);
  if (end < 0) resolution.addIssue(text === undefined ? issues.absent : issues["short-chain"]);
  return end;
}

/**
 * Parses the item that ends at `end`, trimmed of blanks.
 *
 * @returns undefined if the item is empty or fails its grammar; the resolution then has the issue
 */
export function parseItem<Value>(
  text: string,
  end: number,
  parse: Parser<Value>,
  issues: HeaderIssues,
  resolution: IssueList,
): Value | undefined {
  const start = skipBlanks(text, findItemStart(text, end), end);
  const past = dropBlanks(text, start, end);
  const value = parse(text, start, past);
  if (value === undefined) resolution.addIssue(start === past ? issues.empty : issues.invalid);
  return value;
}
