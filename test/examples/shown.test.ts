import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listBlocks, readPage } from "../docs/markdown.js";
import { projectPath } from "../structure/project.js";

describe.each([
  ["docs/adapters/environ.md", ["cgi.mjs", "fastcgi.mjs"]],
  ["docs/guide/rewriting-headers.md", ["custom-proxy-fix.mjs", "cdn-header.mjs"]],
])("%s", (page, examples) => {
  it.each(examples)("shows the unchanged example %s", (example) => {
    const source = readFileSync(projectPath(`examples/${example}`), "utf8").trimEnd();
    expect(listBlocks(readPage(page)).map(({ code }) => code)).toContain(source);
  });
});
