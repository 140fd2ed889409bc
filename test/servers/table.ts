import { format } from "prettier";

import type { Seen } from "./observe.js";

/** One line of the table. */
export interface Row {
  readonly title: string;
  /** Whether the framework checks the origin of a form. */
  readonly checksForms: boolean;
  readonly without: Seen;
  readonly with: Seen;
}

const COLUMNS = ["server", "client address", "origin", "form of its own origin", "form of another origin"];
const FACTS = ["address", "origin", "rightForm", "otherForm"] as const;

/** Formats the table of one proxy: each cell contains the result without proxyFix and the one with it. */
export async function formatTable(rows: readonly Row[]): Promise<string> {
  const lines = rows.map((row) => [row.title, ...FACTS.map((fact) => formatCell(row, fact))]);
  const cells = [COLUMNS, COLUMNS.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |`);
  return (await format(cells.join("\n"), { parser: "markdown", printWidth: 120 })).trim();
}

function formatCell(row: Row, fact: (typeof FACTS)[number]): string {
  if (fact === "otherForm" && !row.checksForms) return "no check";
  const without = row.without[fact];
  const withProxyFix = row.with[fact];
  return without === withProxyFix ? without : `${without} → **${withProxyFix}**`;
}
