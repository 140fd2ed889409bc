import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { projectPath } from "../structure/project.js";
import { RUNTIME_EXCEPTIONS } from "./exceptions.js";
import { EDGE_PROGRAM, readVersion, RUNTIMES } from "./runtimes.js";

const PAGE = projectPath("docs/reference/runtimes.md");
const [START, END] = ["<!-- table -->", "<!-- end of table -->"];
const COLUMNS = ["runtime", "version", "core", "contract", "what differs"];

/** Differences that no test of the contract meets. */
const OTHER_DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  workerd: [
    "[the option `peer`](../adapters/fetch.md#the-peer)",
    "[`fetch(url, request)`](../adapters/fetch.md#limits)",
  ],
};

function listDifferences(runtime: string): readonly string[] {
  const met = RUNTIME_EXCEPTIONS.filter((each) => each.runtime === runtime).map(({ difference }) => difference);
  return [...new Set([...(OTHER_DIFFERENCES[runtime] ?? []), ...met])].filter((each) => each !== undefined);
}

function formatRow(runtime: string, program: string, core: string, contract: string): readonly string[] {
  const differences = listDifferences(runtime);
  const isWhole = differences.length === 0;
  return [
    runtime.replace(/ \d+$/, ""),
    readVersion(program),
    core,
    isWhole ? contract : `${contract} but these differences`,
    isWhole ? "nothing" : differences.join(", "),
  ];
}

/**
 * Formats the table. Its cells hold if the run passes, since every test that is no exception has to pass, and every
 * exception has to fail.
 *
 * @throws {Error} if a runtime is missing
 */
export async function formatTable(): Promise<string> {
  const rows = [
    ...RUNTIMES.map(({ title, program }) => formatRow(title, program, "all", "all")),
    formatRow("workerd", EDGE_PROGRAM, "the vectors", "all of proxyfix/fetch"),
  ];
  const lines = [COLUMNS, COLUMNS.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return (await format(lines.join("\n"), { parser: "markdown" })).trim();
}

/** Reads the table of the page. */
export function readTable(): string {
  return splitPage()[1].trim();
}

/** Writes the table into the page. */
export function writeTable(table: string): void {
  const [before, , after] = splitPage();
  writeFileSync(PAGE, `${before}${START}\n\n${table}\n\n${END}${after}`);
}

/** Splits the page at the marks of the table. */
function splitPage(): readonly [before: string, table: string, after: string] {
  const page = readFileSync(PAGE, "utf8");
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${PAGE} has no marks of a table`);
  return [page.slice(0, start), page.slice(start + START.length, end), page.slice(end + END.length)];
}
