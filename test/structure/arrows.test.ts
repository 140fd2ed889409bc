import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { arrows } from "./arrows.js";
import { projectPath, runTool } from "./project.js";
import { createFixture } from "./temporary-directory.js";

interface LintReport {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

/** The project's linter settings without all but the arrows, which need no types to be judged. */
function arrowsOfLinter(): string {
  const text = readFileSync(projectPath(".oxlintrc.json"), "utf8");
  const { config } = ts.parseConfigFileTextToJson(".oxlintrc.json", text) as {
    config: { overrides: { files: string[]; rules: Record<string, unknown> }[] };
  };
  const rule = "no-restricted-imports";
  const overrides = config.overrides.filter((override) => rule in override.rules);
  return JSON.stringify({
    categories: { correctness: "off" },
    overrides: overrides.map(({ files, rules }) => ({ files, rules: { [rule]: rules[rule] } })),
  });
}

/** Which of these statements the linter forbids; each stands in a tree of its own, in the file that it is meant for. */
function listForbidden(statements: readonly Statement[]): readonly Statement[] {
  const rules = arrowsOfLinter();
  const trees = statements.map(({ file, text }, index) => ({
    [`${index}/.oxlintrc.json`]: rules,
    [`${index}/${file}`]: `${text}\n`,
  }));
  const { output } = runTool("oxlint", ["--format", "json", "."], createFixture(Object.assign({}, ...trees)));
  const report = JSON.parse(output) as LintReport;
  expect(report.diagnostics.filter(({ code }) => code !== "eslint(no-restricted-imports)")).toEqual([]);
  const numbers = new Set(report.diagnostics.map(({ filename }) => Number.parseInt(filename, 10)));
  return statements.filter((_, index) => numbers.has(index));
}

interface Statement {
  readonly file: string;
  readonly text: string;
}

function listStatements(kind: "allowed" | "forbidden"): readonly Statement[] {
  return Object.entries(arrows).flatMap(([file, row]) => row[kind].map((text) => ({ file, text })));
}

const sources: readonly string[] = readdirSync(projectPath("src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .toSorted();

function parseSource(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(projectPath("src"), path), "utf8"), ts.ScriptTarget.ES2023, true);
}

/** Imports that live until run time: all but `import type` and `export type`. */
function listRuntimeImports(source: ts.SourceFile): readonly string[] {
  return source.statements.flatMap((statement) => {
    const isType =
      (ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly);
    if (isType || !(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))) return [];
    const specifier = statement.moduleSpecifier;
    return specifier !== undefined && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  });
}

/** Modules named in the place of a type, `import("…").X`, and by `/// <reference>`: the linter sees neither. */
function listHiddenImports(source: ts.SourceFile): readonly string[] {
  const found = [...source.referencedFiles, ...source.typeReferenceDirectives, ...source.libReferenceDirectives].map(
    (reference) => reference.fileName,
  );
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node)) found.push(node.argument.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("the import arrows", () => {
  it("are enforced by the linter, statement by statement", () => {
    const statements = listStatements("forbidden");
    expect(listForbidden(statements)).toEqual(statements);
  });

  it("allow each import that CONTRIBUTING draws", () => {
    expect(listForbidden(listStatements("allowed"))).toEqual([]);
  });

  it('are not bypassed by `import("…")` types or references', () => {
    const hidden = parseSourceText(
      `/// <reference types="node" />\nexport type A = import("node:http").IncomingMessage;`,
    );
    expect(listHiddenImports(hidden)).toEqual(["node", `"node:http"`]);
    const found = sources.map((path) => [path, listHiddenImports(parseSource(path))] as const);
    expect(found.filter(([, imports]) => imports.length > 0)).toEqual([]);
  });

  it("lead out of the package only to Node's modules and the two dependencies", () => {
    const packages = sources
      .flatMap((path) => listRuntimeImports(parseSource(path)))
      .filter((specifier) => !specifier.startsWith(".") && !specifier.startsWith("node:"));
    expect([...new Set(packages)].toSorted()).toEqual(["ipaddr.js", "proxy-addr"]);
    expect(Object.keys(manifest.dependencies).toSorted()).toEqual(["ipaddr.js", "proxy-addr"]);
  });

  it("lead from fetch, hono and the inspector to no module of Node, on any way", () => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      if (!path.endsWith(".ts")) return;
      for (const specifier of listRuntimeImports(parseSource(path))) {
        visit(specifier.startsWith(".") ? join(dirname(path), specifier).replace(/\.js$/, ".ts") : specifier);
      }
    };
    visit("adapters/fetch.ts");
    visit("adapters/hono.ts");
    visit("inspector/index.ts");
    expect([...reached].filter((path) => !path.endsWith(".ts")).toSorted()).toEqual(["ipaddr.js", "proxy-addr"]);
    expect(reached).toContain("resolve/resolver.ts");
  });

  it("src/index.ts contains only exports", () => {
    const others = parseSource("index.ts").statements.filter((statement) => !ts.isExportDeclaration(statement));
    expect(others.map((statement) => statement.getText())).toEqual([]);
  });
});

function parseSourceText(text: string): ts.SourceFile {
  return ts.createSourceFile("fixture.ts", text, ts.ScriptTarget.ES2023, true);
}
