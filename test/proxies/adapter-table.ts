import type { ObservedSetUp } from "./observation.js";
import { formatForged } from "./table.js";
import type { TableOf } from "./table.js";

/** The table of frameworks behind nginx, with one line for each framework and all its set-ups. */
export const ADAPTER_TABLE: TableOf<ObservedSetUp> = {
  file: "tests.md",
  columns: ["framework", "set-ups of nginx", "an attacker can forge", "with `strict`"],
  formatRows: (rows) =>
    [...groupByFramework(rows)].map(([framework, ofFramework]) => {
      const attacks = summarize(ofFramework.map((row) => formatForged(row.attacks)));
      const underStrict = summarize(ofFramework.map((row) => formatForged(row.attacksUnderStrict)));
      return [framework, String(ofFramework.length), attacks, underStrict];
    }),
};

/** Groups the rows, whose titles have the form `Express 5: the usual block`. */
function groupByFramework(rows: readonly ObservedSetUp[]): ReadonlyMap<string, readonly ObservedSetUp[]> {
  const groups = new Map<string, readonly ObservedSetUp[]>();
  for (const row of rows) {
    const framework = row.title.slice(0, row.title.indexOf(":"));
    groups.set(framework, [...(groups.get(framework) ?? []), row]);
  }
  return groups;
}

/** Lists the different cells, each once. */
function summarize(seen: readonly string[]): string {
  return [...new Set(seen)].join("; ");
}
