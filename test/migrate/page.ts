import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { readSection } from "../docs/markdown.js";

/** A row of a page's table of equivalent options. */
export interface Row {
  /** The text of the first column. */
  readonly first: string;
  /** The code in the first column. */
  readonly old: string;
  /** The options in the second column; undefined if the row has no equivalent. */
  readonly options: string | undefined;
  /** The text of the second column. */
  readonly text: string;
}

/** Reads the first table under a heading. */
export function readRows(page: string, heading = "Equivalent options"): readonly Row[] {
  const lines = readSection(page, `## ${heading}`).split("\n");
  const start = lines.findIndex((line) => line.startsWith("|"));
  const table = lines.slice(
    start,
    lines.findIndex((line, at) => at > start && !line.startsWith("|")),
  );
  return table.slice(2).map((line) => {
    const [, first = "", text = ""] = line.split(/\s*\|\s*/);
    const codeOf = (cell: string): string | undefined => /`([^`]+)`/.exec(cell)?.[1];
    return {
      first,
      old: codeOf(first) ?? first,
      options: text.startsWith("no equivalent") ? undefined : codeOf(text),
      text,
    };
  });
}

/** Pairs each row that has an equivalent with its code, for `it.each`. */
export function equivalentRows(rows: readonly Row[]): (readonly [string, Row & { readonly options: string }])[] {
  return rows.flatMap((row) =>
    row.options === undefined ? [] : [[row.old, { ...row, options: row.options }] as const],
  );
}

/** Evaluates code of a page in which some names have values. */
export function evaluate(code: string, names: Readonly<Record<string, unknown>> = {}): unknown {
  const create = runInThisContext(`(${Object.keys(names).join(", ")}) => (${code})`) as (
    ...values: unknown[]
  ) => unknown;
  return create(...Object.values(names));
}

/**
 * Declares the tests of a page's differences: each bullet under "Differences" has a check of its own, and begins with
 * the words in bold that are its name.
 */
export function describeDifferences(page: string, checks: Readonly<Record<string, () => void | Promise<void>>>): void {
  describe(`the differences of ${page}`, () => {
    it("are those with a check, each with a name in bold", () => {
      const bullets = readSection(page, "## Differences").match(/^- .*/gm) ?? [];
      const names = bullets.map((bullet) =>
        /^- \*\*(.+?)\*\*/.exec(bullet)?.[1]?.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"),
      );
      expect(names).toEqual(Object.keys(checks));
    });
    it.each(Object.entries(checks))("are true: %s", (_name, check) => check());
  });
}
