// The tables of docs/deploy, made from the records under docs/deploy/observed.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import type { ProxyFixOptions } from "../../src/index.js";
import type { AttackReport, ObservedSetUp } from "./observation.js";

/** The format of a page's table, made of the rows of a record. */
export interface TableOf<Row> {
  /** The page's file in docs/deploy. */
  readonly file: string;
  readonly columns: readonly string[];
  /** Formats the table's lines, each a list of cells. */
  formatRows(rows: readonly Row[]): readonly (readonly string[])[];
}

const COLUMNS = ["set-up", "counts", "an attacker can forge", "with `strict`"];

/** The table of proxies in front of an HTTP application. */
export function tableOfSetUps(page: string): TableOf<ObservedSetUp> {
  return {
    file: `${page}.md`,
    columns: COLUMNS,
    formatRows: (rows) =>
      rows.map(({ title, options, attacks, attacksUnderStrict }) => {
        return [title, formatCounts(options), formatForged(attacks), formatForged(attacksUnderStrict)];
      }),
  };
}

const COUNTS = ["xFor", "xProto", "xHost", "xPort", "xPrefix", "forwarded"] as const;

/** Formats the counts among options as `xFor 1, xProto 0`; the whole options are above the table, to be copied. */
function formatCounts(options: ProxyFixOptions): string {
  const given = COUNTS.filter((name) => options[name] !== undefined);
  return given.map((name) => `${name} ${options[name]}`).join(", ");
}

/** Formats the facts that an attack forged. */
export function formatForged({ outcomes, forged }: AttackReport): string {
  if (outcomes.forged === undefined) return "nothing";
  return `**${forged.join(", ") || "something"}**`;
}

/** Formats the part of a page that the tests write: the proxies' versions, and the table. */
export async function formatPart<Row>(
  versions: Readonly<Record<string, string>>,
  rows: readonly Row[],
  table: TableOf<Row>,
): Promise<string> {
  const proxies = Object.entries(versions).map(([proxy, version]) => `${proxy} ${version}`);
  const lines = [table.columns, table.columns.map(() => "---"), ...table.formatRows(rows)];
  const cells = lines.map((line) => `| ${line.join(" | ")} |`);
  const text = await format(`Observed with ${proxies.join(", ")}.\n\n${cells.join("\n")}`, { parser: "markdown" });
  return text.trim();
}

/** Reads the part of a page that the tests write. */
export function readPart(file: string, page: string): string {
  const text = readFileSync(pathOf(file), "utf8");
  return text.slice(...findPart(text, file, page)).trim();
}

/** Replaces that part of a page, and leaves the rest alone. */
export function writePart(file: string, page: string, part: string): void {
  const text = readFileSync(pathOf(file), "utf8");
  const [start, end] = findPart(text, file, page);
  writeFileSync(pathOf(file), `${text.slice(0, start)}\n\n${part}\n\n${text.slice(end)}`);
}

function findPart(text: string, file: string, page: string): [start: number, end: number] {
  const marker = `<!-- observed: ${page} -->`;
  const start = text.indexOf(marker) + marker.length;
  const end = text.indexOf("<!-- end -->", start);
  if (start < marker.length || end < 0) throw new Error(`docs/deploy/${file} has no part "${marker}"`);
  return [start, end];
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../docs/deploy/${file}`, import.meta.url));
}
