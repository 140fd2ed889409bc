import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { listAnchors, listLinks, listPages, readPage, root } from "./markdown.js";

const pages = listPages();

/** Describes the fault of a link within the project; undefined if it has none. */
function findFault(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(root, target))) return `${link}: no such file`;
  if (anchor === undefined || statSync(join(root, target)).isDirectory()) return undefined;
  return listAnchors(readPage(target)).includes(anchor) ? undefined : `${link}: no such heading`;
}

describe("the links", () => {
  it.each(pages)("of %s lead to files and headings that exist", (page) => {
    const internal = listLinks(readPage(page)).filter((link) => !/^[a-z]+:/.test(link));
    expect(internal.flatMap((link) => findFault(page, link) ?? [])).toEqual([]);
  });

  it("lead from README.md or docs/README.md to every page, directly or over other pages", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached) {
      for (const link of listLinks(readPage(page))) {
        const target = normalize(join(dirname(page), link.split("#")[0] ?? ""));
        if (pages.includes(target)) reached.add(target);
      }
    }
    const lost = pages.filter((page) => page.startsWith("docs/") && !reached.has(page));
    expect(lost).toEqual([]);
  });
});

describe("the anchors of headings", () => {
  it("are those that GitHub makes", () => {
    const page = "# One `two`\n\n## Links: [three](four.md)\n\n```sh\n# no heading\n```\n\n## One `two`\n";
    expect(listAnchors(page)).toEqual(["one-two", "links-three", "one-two-1"]);
  });
});
