import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** A fenced code block of a page. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
}

/** Lists the pages for readers, as paths from the project's root. */
export function listPages(): string[] {
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  return [
    ...top,
    "bench/README.md",
    ...docs.filter((name) => name.endsWith(".md")).map((name) => relative(root, join(root, "docs", name))),
  ];
}

export function readPage(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/**
 * Reads the part of a page under a heading, up to the next of the same or a higher level.
 *
 * @param heading - with its marks: `## Fields`
 * @throws {Error} if the page has no such heading
 */
export function readSection(page: string, heading: string): string {
  const text = readPage(page);
  const start = text.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`no heading ${heading} in ${page}`);
  const level = heading.indexOf(" ");
  const rest = text.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level}} `, "m"));
  return end < 0 ? rest : rest.slice(0, end);
}

/** Lists the fenced code blocks of a page, in order. */
export function listBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; line: number; code: string[] } | undefined;
  for (const [index, text] of markdown.split("\n").entries()) {
    const fence = /^```(\S*)/.exec(text);
    if (fence === null) open?.code.push(text);
    else if (open === undefined) open = { language: fence[1] ?? "", line: index + 1, code: [] };
    else {
      blocks.push({ language: open.language, line: open.line, code: open.code.join("\n") });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`the code block of line ${open.line} is not closed`);
  return blocks;
}

/** Returns a page without its code, blocks and inline. */
export function stripCode(markdown: string): string {
  return markdown.replaceAll(/^```[^]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
}

/** Lists the targets of a page's links. */
export function listLinks(markdown: string): string[] {
  return [...stripCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
}

/** A heading with the text under it, up to the next heading of the same or a higher level. */
export interface Section {
  readonly anchor: string;
  readonly text: string;
}

/** Lists the sections of a page. The first one has no anchor: it is the text before the first heading of the second level. */
export function listSections(markdown: string): Section[] {
  const anchors = listAnchors(markdown);
  // Headings in code are not headings: they are blanked, and keep their places.
  const plain = markdown.replaceAll(/^```[^]*?^```/gm, (code) => code.replaceAll("#", " "));
  const headings = [...plain.matchAll(/^(#{1,6}) +.+$/gm)];
  const sections = headings.map(({ index, 1: marks = "" }, at) => {
    const next = headings.slice(at + 1).find(([, other = ""]) => other.length <= marks.length);
    return { anchor: anchors[at] ?? "", text: markdown.slice(index, next?.index) };
  });
  const second = headings.find(([, marks = ""]) => marks.length > 1);
  return [{ anchor: "", text: markdown.slice(0, second?.index) }, ...sections];
}

/** Lists the anchors of a page's headings, as GitHub makes them. */
export function listAnchors(markdown: string): string[] {
  const headings = markdown.replaceAll(/^```[^]*?^```/gm, "").matchAll(/^#{1,6} +(.+)$/gm);
  const seen = new Map<string, number>();
  return [...headings].map((match) => {
    const plain = (match[1] ?? "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = plain.replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}
