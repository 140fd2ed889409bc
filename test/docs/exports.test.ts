// The page of all exports, compared with the reports of the public types, which test/package/api.test.ts compares with the
// built declarations. `_Types:_` is the mark of the place that describes a type.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { LOADED, listAdapters, specifiers } from "../package/packed-project.js";
import { projectPath } from "../structure/project.js";
import { listPages, listSections, readPage } from "./markdown.js";

const FOLDER = "docs/reference";
const PAGE = `${FOLDER}/exports.md`;
const SHARED = "Types of several adapters";

/** A name that a module exports. */
interface Exported {
  readonly specifier: string;
  readonly name: string;
  readonly kind: string;
}

/** A row of the page. */
interface Row {
  readonly heading: string;
  readonly name: string;
  readonly link: string;
  /** The second column: the kind, or the modules that export the type. */
  readonly second: string;
}

const KINDS: Readonly<Record<string, string>> = { const: "constant", interface: "type" };

/** Lists the names in the report of a module, except the default export. */
function listExported(specifier: string): readonly Exported[] {
  const file = specifier === "proxyfix" ? "index" : specifier.slice("proxyfix/".length);
  const report = readFileSync(projectPath(`test/package/api/${file}.api.md`), "utf8");
  // A name that is the default export too stands in a line of its own, after its declaration.
  const apart = new Set([...report.matchAll(/^export \{ (\w+) \}/gm)].map(([, name]) => name));
  const declared = [
    ...report.matchAll(/^(export )?(?:declare )?(?:abstract )?(class|const|function|interface|type) (\w+)/gm),
  ];
  const exported = declared.filter(([, isExported, , name]) => isExported !== undefined || apart.has(name));
  const kinds = new Map(exported.map(([, , kind = "", name = ""]) => [name, KINDS[kind] ?? kind]));
  return [...kinds].map(([name, kind]) => ({ specifier, name, kind }));
}

function listRows(): readonly Row[] {
  return readPage(PAGE)
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const heading = section.split("\n")[0] ?? "";
      const rows = section.matchAll(/^\| \[`(\w+)`\]\((\S+)\) +\| (.+?) +\|/gm);
      return [...rows].map(([, name = "", link = "", second = ""]) => ({ heading, name, link, second }));
    });
}

const adapters = listAdapters().map(({ specifier }) => specifier);

/** Lists the exports that a row stands for: one, or that of each module in its second column. */
function listNamed({ heading, name, second }: Row): readonly Exported[] {
  if (heading !== SHARED) return [{ specifier: heading, name, kind: second }];
  const named = [...second.matchAll(/`(\w+)`/g)].map(([, module]) => `proxyfix/${module}`);
  const modules = second === "all adapters" ? adapters : named;
  return modules.map((specifier) => ({ specifier, name, kind: "type" }));
}

const rows = listRows();
const exported = specifiers.flatMap((specifier) => listExported(specifier));
const format = ({ specifier, name, kind }: Exported): string => `${specifier}: ${kind} ${name}`;

/** Returns the text to which a link of the page leads; undefined if there is none. */
function readTarget(link: string): string | undefined {
  const [path = "", anchor = ""] = link.split("#");
  return listSections(readPage(join(FOLDER, path))).find((section) => section.anchor === anchor)?.text;
}

/** Lists the types that a text names at its mark. */
function listTypes(text: string): readonly string[] {
  const lines = [...text.matchAll(/^_Types?:_ (`[A-Z][^_\n]*)\.$/gm)].map(([, names = ""]) => names);
  return lines.flatMap((names) => [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
}

describe(PAGE, () => {
  it("has a section for each module, in the order of package.json", () => {
    const headings = [...readPage(PAGE).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([...specifiers, SHARED]);
  });

  it("lists each export of each module once, with its kind, and nothing else", () => {
    expect(exported.length).toBeGreaterThan(100);
    expect(rows.flatMap(listNamed).map(format).toSorted()).toEqual(exported.map(format).toSorted());
  });

  it("has no row for the module that exports nothing", () => {
    expect(listExported(LOADED)).toEqual([]);
    expect(readPage(PAGE)).toContain(`\n## ${LOADED}\n\nExports nothing`);
  });

  it.each(rows)("leads from $name of $heading to a text that describes it: $link", ({ name, link }) => {
    const text = readTarget(link) ?? "";
    const isType = exported.some((one) => one.name === name && one.kind === "type");
    const named = isType ? listTypes(text) : text.match(/\w+/g);
    expect(named).toContain(name);
  });

  it("leads to the heading of each name that has one", () => {
    const lost = rows.filter(({ name, link }) => {
      const [path = "", anchor] = link.split("#");
      const hasHeading = new RegExp(`^##+ ${name}$`, "m").test(readPage(join(FOLDER, path)));
      return hasHeading && anchor !== name.toLowerCase();
    });
    expect(lost).toEqual([]);
  });
});

describe("the types", () => {
  it("are each described at one place of the docs", () => {
    const described = listPages().flatMap((page) => listTypes(readPage(page)));
    const types = new Set(exported.filter(({ kind }) => kind === "type").map(({ name }) => name));
    expect(described.toSorted()).toEqual([...types].toSorted());
  });
});
