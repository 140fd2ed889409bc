import * as rewrite from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";
import { listBlocks, readPage, readSection } from "../docs/markdown.js";

const PAGE = "docs/reference/rewrite.md";
const page = readPage(PAGE);

// test/docs/snippets.test.ts runs the snippets of every page and compares their output.
describe(PAGE, () => {
  const parts = Object.keys(rewrite);

  test("has a heading for each part, and no other", () => {
    const headings = [...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name ?? "");
    expect(new Set(headings)).toEqual(new Set(parts));
    expect(headings).toHaveLength(parts.length);
  });

  test.each(parts)("shows a snippet of one line for %s, and its output", (name) => {
    const [code, result] = listBlocks(readSection(PAGE, `### ${name}`));
    expect(code?.language).toBe("js");
    expect(code?.code.split("\n")).toHaveLength(2);
    expect(code?.code).toMatch(
      new RegExp(`^import \\{[^}]*\\b${name}\\b[^}]*\\} from "proxyfix/rewrite";\\nconsole\\.log\\(.*\\b${name}\\(`),
    );
    expect(result?.language).toBe("text");
  });
});
