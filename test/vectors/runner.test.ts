/** The runner of docs/reference/vectors.md, as the page shows it: it can fail. test/docs runs it for the package. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listBlocks, readPage } from "../docs/markdown.js";
import { runSnippet } from "../docs/snippet.js";
import { vectorFiles } from "./rule-vectors.js";

const runner =
  listBlocks(readPage("docs/reference/vectors.md")).find(({ code }) => code.startsWith("import "))?.code ?? "";
const WRONG = fileURLToPath(new URL("wrong-resolvers.ts", import.meta.url));
const IMPORT = 'import { createResolver, externalUrl } from "proxyfix";';

/** Runs the page's runner with other functions in place of the package's. */
async function runWith(imports: string): Promise<string[]> {
  const run = await runSnippet(runner.replace(IMPORT, imports));
  await run.close();
  return run.printed.split("\n");
}

/** The faults, each with the beginning of a line that the runner prints for it. */
const faults = [
  ["guessAddress", "rules.md#r2-counts: An empty address is unknown"],
  ["forgetIssues", "rules.md#r2-counts: Without X-Forwarded-For the address is the peer's"],
  ["refuseNothing", "rules.md#r10-never: A host that ends like one of the list is not allowed"],
  ["refuseAll", "rules.md#r2-counts: A trusted peer is believed"],
  ["acceptOptions", "options.md#xfor: xFor is not 65"],
  ["acceptNothing", "options.md#xfor: xFor is at most 64"],
] as const;

describe("the runner of the page", () => {
  it("imports the functions to test in one line", () => {
    expect(runner).toContain(IMPORT);
  });

  it("has at most twenty lines beside the imports and the call of the resolver", () => {
    const [, lines = ""] = runner.split("\n}\n");
    expect(lines.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(20);
  });

  it.each(faults)("finds the fault of a resolver: %s", async (fault, line) => {
    const printed = await runWith(
      `import { ${fault} as createResolver } from "${WRONG}";\nimport { externalUrl } from "proxyfix";`,
    );
    expect(printed).toContain(line);
    expect(printed.at(-1)).toBe(`${printed.length - 1} cases differ`);
  });

  it("finds the fault of a function that builds URLs", async () => {
    const printed = await runWith(
      `import { createResolver } from "proxyfix";\nimport { concatenateUrl as externalUrl } from "${WRONG}";`,
    );
    expect(printed).toContain("rules.md#r10-never: Two slashes of the path become one");
  });

  it("runs every case that needs no server", async () => {
    const printed = await runWith(
      `import { acceptNothing as createResolver } from "${WRONG}";\nimport { externalUrl } from "proxyfix";`,
    );
    const cases = vectorFiles.flatMap(({ content }) => content.cases).filter(({ server }) => server !== true);
    // Each case differs but those of the error that this resolver always has.
    const same = cases.filter(({ error }) => error?.option === "xFor");
    expect(printed.slice(0, -1)).toEqual(
      cases.filter((vector) => !same.includes(vector)).map(({ rule, name }) => `${rule}: ${name}`),
    );
  });
});
