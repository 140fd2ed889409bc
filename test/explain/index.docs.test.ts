import { describe, expect, it } from "vitest";
import { readPage, readSection } from "../docs/markdown.js";
import { listLiterals, listProperties } from "../docs/types.js";

const PAGE = "docs/reference/explain.md";
const TYPES = "src/explain/explanation.ts";
const page = readPage(PAGE);

/** Lists the codes in the first column of the table with this heading. */
function listRows(heading: string, section = page): string[] {
  const table = section.split(new RegExp(`^\\| ${heading} +\\|.*\\n\\| -.*\\n`, "m"))[1] ?? "";
  const rows = table.split(/\n(?!\|)/)[0] ?? "";
  return [...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? "");
}

// test/docs/snippets.test.ts runs the snippet of the page.
describe(PAGE, () => {
  it.each([
    ["Fields", "Explanation"],
    ["gate", "Gate"],
    ["chain", "Hop"],
    ["facts", "ExplainedFact"],
    ["counts", "CountOutcome"],
  ])("lists the fields under %s as %s has them, in order", (section, type) => {
    const expected = listProperties(TYPES, type).map(({ name }) => name);
    expect(listRows("field", readSection(PAGE, `## ${section}`))).toEqual(expected);
  });

  it.each([
    ["hop reason", "HopReason"],
    ["obstacle", "Obstacle"],
    ["code", "ForgeableCode"],
  ])("lists each %s, in order", (heading, type) => {
    expect(listRows(heading)).toEqual(listLiterals(TYPES, type));
  });

  it("names the fields that stand in sentences", () => {
    for (const { name } of listProperties(TYPES, "ExplainedChain"))
      expect(readSection(PAGE, "## chain")).toContain(`\`${name}\``);
    const source = `{ ${listProperties(TYPES, "HeaderSource").map(({ name }) => name).join(", ")} }`; // prettier-ignore
    expect(readSection(PAGE, "## facts")).toContain(source);
    const forgeable = `{ ${listProperties(TYPES, "ForgeableFacts").map(({ name }) => name).join(", ")} }`; // prettier-ignore
    expect(readSection(PAGE, "## forgeable")).toContain(forgeable);
    for (const option of listLiterals(TYPES, "CountOption"))
      expect(readSection(PAGE, "## counts")).toContain(`\`${option}\``);
  });
});
