// Every block of code on the pages is held by a test: compiled, run, parsed, or compared with the file that it shows.
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";

import { projectPath } from "../structure/project.js";
import { CONTEXTS, DECLARATIONS } from "./contexts.js";
import { listSnippets } from "./list-snippets.js";
import { listBlocks, listPages, readPage, type Block } from "./markdown.js";
import { listLostScripts, listShellFaults } from "./shell-commands.js";
import { listTypedBlocks, listTypeFaults } from "./typed-blocks.js";

const pages = listPages();
const typed = listTypedBlocks();

/** The blocks that match a pattern on a page. */
interface Some {
  readonly page: string;
  readonly code: RegExp;
}

/** Blocks that only a test of their own page can hold: the test reads that page. */
const OWN_TESTS: readonly (Some & { readonly test: string })[] = [
  { page: "CONTRIBUTING.md", code: /^src\/adapters\/express\.ts /, test: "test/structure/request-files.test.ts" },
  { page: "docs/adapters/register.md", code: /^proxyfix\/register: /, test: "test/adapters/register.test.ts" },
  {
    page: "docs/explanation/differences-from-werkzeug.md",
    code: /^request .*\n(?:.*\n)*Werkzeug /,
    test: "test/vectors/differences.test.ts",
  },
  { page: "docs/guide/getting-started.md", code: /\bproxy_set_header\b/, test: "test/proxies/nginx-blocks.test.ts" },
  { page: "docs/guide/rewriting-headers.md", code: /\bproxy_set_header\b/, test: "test/proxies/nginx-blocks.test.ts" },
  { page: "docs/reference/client-headers.md", code: /^x-[\w\s-]+$/, test: "test/docs/reference.test.ts" },
  { page: "docs/reference/command-line.md", code: /^The inspector listens: /, test: "test/docs/command-line.test.ts" },
];

/** Blocks that nothing can check, each with the reason. */
const UNCHECKED: readonly (Some & { readonly reason: string })[] = [
  { page: "CONTRIBUTING.md", code: /^src\/index\.ts /, reason: "A drawing of the tree, in words." },
  { page: "CONTRIBUTING.md", code: /^adapters +→/, reason: "The linter holds the arrows, not this drawing of them." },
];

/** Faults of types that a page may have, without their lines, since its JavaScript is right. */
const ACCEPTED: readonly string[] = [
  // In TypeScript the reader annotates the second argument of the runtime; the page shows JavaScript.
  "docs/adapters/fetch.md: error TS18046: 'env' is of type 'unknown'.",
];

/** The tests that compare each file with the page that shows it. */
const SHOWS_FILES = [/^docs\/deploy\/[\w-]+\.md$/, /^docs\/recipes\/[\w-]+\.md$/];

const typedLanguages = new Set(["js", "mjs", "javascript", "ts"]);
const configurations = new Set(["nginx", "apache", "haproxy", "caddyfile", "vcl", "conf", "text"]);

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const withoutLine = (fault: string): string => fault.replace(/:\d+:/, ":");

/** Returns whether a block shows a file of a test, which its page names in a comment before it. */
function showsFile(page: string, { line }: Block): boolean {
  const comment = readPage(page).split("\n")[line - 3] ?? "";
  return /^<!-- file: \S+ -->$/.test(comment) && SHOWS_FILES.some((pattern) => pattern.test(page));
}

function isResult(page: string, { line }: Block): boolean {
  return listSnippets(page).some(({ results }) => results.some((result) => result.line === line));
}

function isListed(page: string, { code }: Block): boolean {
  return [...OWN_TESTS, ...UNCHECKED].some((some) => some.page === page && some.code.test(code));
}

/** Lists the faults of a block that is neither run nor compiled; one that no test holds is a fault. */
function listBlockFaults(page: string, block: Block): readonly string[] {
  const { language, code } = block;
  if (typedLanguages.has(language) || isResult(page, block) || isListed(page, block)) return [];
  if (language === "sh") return listShellFaults(code);
  // A line of an object may stand alone.
  if (language === "json" && (isParsed(code) || isParsed(`{${code}}`))) return [];
  if (language === "console" && code.startsWith("$ ") && code.includes("npx proxyfix ")) return [];
  // The value of PROXY_FIX, alone.
  if (language === "text" && /^\w+=.*$/.test(code)) return listShellFaults(`PROXY_FIX="${code}"`);
  if (configurations.has(language) && showsFile(page, block)) return [];
  return [`no test holds this block of ${language || "no language"}`];
}

describe.each(pages.filter((page) => listBlocks(readPage(page)).length > 0))("the blocks of %s", (page) => {
  it("are each held by a test", () => {
    const faults = listBlocks(readPage(page)).flatMap((block) =>
      listBlockFaults(page, block).map((fault) => `${page}:${block.line}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });
});

describe("the fences of blocks", () => {
  // An indented block, or one of tildes, is on no list of blocks: nothing would hold it.
  it("stand at the beginning of a line, and are of backticks", () => {
    const odd = pages.flatMap((page) =>
      (readPage(page).match(/^(?:[ \t>*-]+```|[ \t>*-]*~~~).*/gm) ?? []).map((line) => `${page}: ${line}`),
    );
    expect(odd).toEqual([]);
  });
});

describe("the blocks of JavaScript and TypeScript", () => {
  let faults: readonly string[] = [];
  beforeAll(() => void (faults = listTypeFaults(typed)), 60_000);

  it("compile", () => {
    expect(typed.length).toBeGreaterThan(100);
    expect(faults.filter((fault) => !ACCEPTED.includes(withoutLine(fault)))).toEqual([]);
  });

  it("have each accepted fault", () => {
    expect(ACCEPTED.filter((accepted) => !faults.some((fault) => withoutLine(fault) === accepted))).toEqual([]);
  });

  it("need each context and each declaration", () => {
    expect(CONTEXTS.filter((context) => !typed.some((block) => block.context === context))).toEqual([]);
    const isUsed = (name: string): boolean => typed.some(({ code }) => code.includes(name));
    expect(Object.keys(DECLARATIONS).filter((name) => !isUsed(name))).toEqual([]);
  });

  it("state no result in a comment: a block of text after them states it, and is compared", () => {
    const stated = typed.filter(({ code }) => /\/\/ (?:=>|→|["'{[`\d]|true\b|false\b|undefined\b|null\b)/.test(code));
    expect(stated.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });
});

describe("the lists of blocks", () => {
  it("contain only blocks that nothing else holds", () => {
    const isNeeded = ({ page, code }: Some): boolean =>
      listBlocks(readPage(page)).some((block) => code.test(block.code) && !isResult(page, block));
    expect([...OWN_TESTS, ...UNCHECKED].filter((some) => !isNeeded(some))).toEqual([]);
  });

  it.each(OWN_TESTS)("name $test, which reads $page", ({ page, test }) => {
    expect(existsSync(projectPath(test))).toBe(true);
    expect(readFileSync(projectPath(test), "utf8")).toContain(page.replace(/^.*\//, ""));
  });
});

describe("the text of the pages", () => {
  it.each(pages)("of %s names only scripts that package.json has", (page) => {
    expect(listLostScripts(readPage(page))).toEqual([]);
  });
});
