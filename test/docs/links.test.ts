import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { listAnchors, listLinks, listPages, readPage, root } from "./markdown.js";

const pages = listPages();

/** Says what is wrong with a link within the project, or undefined. */
function findFault(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(root, target))) return `${link}: no such file`;
  if (anchor === undefined || statSync(join(root, target)).isDirectory()) return undefined;
  return listAnchors(readPage(target)).includes(anchor) ? undefined : `${link}: no such heading`;
}

describe("links", () => {
  it.each(pages)("of %s lead to files and headings that exist", (page) => {
    const internal = listLinks(readPage(page)).filter((link) => !/^[a-z]+:/.test(link));
    expect(internal.flatMap((link) => findFault(page, link) ?? [])).toEqual([]);
  });

  it("lead from README.md or docs/README.md, over other pages, to every page", () => {
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

describe("anchors", () => {
  it("are made of a heading as GitHub makes them", () => {
    const page = "# One `two`\n\n## Links: [three](four.md)\n\n```sh\n# no heading\n```\n\n## One `two`\n";
    expect(listAnchors(page)).toEqual(["one-two", "links-three", "one-two-1"]);
  });
});
