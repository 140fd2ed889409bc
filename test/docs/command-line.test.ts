import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

import { COMMANDS } from "../../src/cli/commands.js";
import { startInspector } from "../cli/inspector/running.js";
import { PROGRAM } from "../cli/run-cli.js";
import { listBlocks, listPages, readPage } from "./markdown.js";

const PAGE = "docs/reference/command-line.md";
const page = readPage(PAGE);

/** A command that a page shows, with its output. */
function parseSession(code: string): { readonly command: string; readonly output: string } {
  const lines = code.split("\n");
  const end = lines.findIndex((line) => !/[\\|]$/.test(line));
  return {
    command: lines
      .slice(0, end + 1)
      .join("\n")
      .slice("$ ".length),
    output: `${lines.slice(end + 1).join("\n")}\n`,
  };
}

const sessions = listPages().flatMap((name) =>
  listBlocks(readPage(name))
    .filter(({ language, code }) => language === "console" && code.includes("npx proxyfix "))
    .map(({ line, code }) => ({ name, line, ...parseSession(code) })),
);

describe("the sessions of the command line", () => {
  it.each(sessions)("show its output in line $line of $name", ({ command, output }) => {
    const script = `npx() { shift; "${process.execPath}" "${PROGRAM}" "$@"; }\n${command}`;
    const { stdout, stderr } = spawnSync("/bin/sh", ["-c", script], { encoding: "utf8" });
    expect(`${stdout}${stderr}`).toBe(output);
  });

  it("stand in the reference and in the guides", () => {
    const pages = sessions.map(({ name }) => name);
    expect(pages.filter((name) => name === PAGE).length).toBeGreaterThan(3);
    expect(pages).toContain("docs/guide/why-was-it-ignored.md");
  });
});

describe(PAGE, () => {
  it("shows the lines that the inspector prints when it listens", async () => {
    const shown = listBlocks(page).find(({ code }) => code.startsWith("The inspector listens:"))?.code ?? "";
    const token = /token=(\w+)/.exec(shown)?.[1] ?? "";
    const { url, printed } = await startInspector(["--token", token]);
    expect(printed.replace(`:${url.port}/`, ":3000/")).toBe(`${shown}\n`);
  });

  it.each(Object.entries(COMMANDS))("describes each flag of %s once, in its tables", (name, { flags }) => {
    const [, section = ""] = page.split(`\n## ${name}\n`);
    const [own = ""] = section.split("\n## ");
    const described = [...own.matchAll(/^\| `--([a-z-]+)/gm)].map(([, flag = ""]) => flag);
    expect(described.toSorted()).toEqual(Object.keys(flags).toSorted());
  });
});
