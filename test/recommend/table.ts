import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { expect } from "vitest";
import { projectPath } from "../structure/project.js";

const PAGE = projectPath("docs/reference/recommend.md");
const [START, END] = ["<!-- table -->", "<!-- end of table -->"];

/** Compares the table of the page with these rows, or writes it with PROXYFIX_WRITE_TABLE=1. */
export async function expectTable(columns: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  const lines = [columns, columns.map(() => "---"), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
  );
  const table = (await format(lines.join("\n"), { parser: "markdown" })).trim();
  const page = readFileSync(PAGE, "utf8");
  const [before = "", rest = ""] = page.split(START);
  const [written = "", after = ""] = rest.split(END);
  if (process.env["PROXYFIX_WRITE_TABLE"] === "1")
    writeFileSync(PAGE, `${before}${START}\n\n${table}\n\n${END}${after}`);
  else expect(written.trim()).toBe(table);
}
