import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { projectDirectory, projectPath, run } from "./project.js";

/** The most files that a newcomer has to read to follow a usual request. */
const MOST_FILES = 22;

/** Lists the files in CONTRIBUTING's drawing of a request's way. */
function listDrawn(): readonly string[] {
  const page = readFileSync(projectPath("CONTRIBUTING.md"), "utf8");
  const section = page.slice(page.indexOf("## The way of a request"), page.indexOf("## Glossary"));
  return [...section.matchAll(/^ *(src\/[\w/-]+\.ts)/gm)].map(([, file]) => file ?? "");
}

describe("the way of a request in CONTRIBUTING.md", () => {
  const drawn = listDrawn();

  it("names the files that precise coverage finds for a usual Express request", () => {
    const { code, output } = run("node", ["scripts/list-request-files.mjs"], projectDirectory);
    expect({ code, files: output.trim().split("\n") }).toEqual({ code: 0, files: drawn.toSorted() });
  });

  it(`has at most ${MOST_FILES} files`, () => {
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.length).toBeLessThanOrEqual(MOST_FILES);
  });
});
