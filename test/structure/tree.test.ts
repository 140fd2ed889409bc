import { dirname } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { listExports, listFiles, listImports, listNodes, type SourceFile } from "./sources.js";

const sources = listFiles("src", ".ts");
const tests = listFiles("test", ".test.ts").map(({ name }) => name);

/** The folders of test that contain the tests of a folder of src; the others contain tests of the whole. */
const MIRRORED = [
  "adapters",
  "cli",
  "explain",
  "grammar",
  "headers",
  "inspector",
  "options",
  "request",
  "resolve",
  "rewrite",
  "text",
  "trust",
];

/** Returns whether a file contains more than types and re-exports. */
function hasCode({ tree }: SourceFile): boolean {
  return tree.statements.some(
    (statement) =>
      !ts.isImportDeclaration(statement) &&
      !ts.isExportDeclaration(statement) &&
      !ts.isInterfaceDeclaration(statement) &&
      !ts.isTypeAliasDeclaration(statement) &&
      !ts.isModuleDeclaration(statement),
  );
}

/** Lists the constants of a module that hold a Map or Set created without elements, to be filled later. */
function listEmptyCollections(tree: ts.SourceFile): readonly string[] {
  const isEmpty = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (!ts.isNewExpression(node) || !/^(Map|Set)$/.test(node.expression.getText(tree))) {
      return ts.forEachChild(node, isEmpty) ?? false;
    }
    const [elements] = node.arguments ?? [];
    return elements === undefined || (ts.isArrayLiteralExpression(elements) && elements.elements.length === 0);
  };
  return tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .filter(isEmpty)
    .map(({ name }) => name.getText(tree));
}

/** Lists for each file how many files of its folder stand under it, on the longest way of imports, itself included. */
function measureLevels(files: readonly SourceFile[]): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  const measure = (file: SourceFile): number => {
    const known = levels.get(file.name);
    if (known !== undefined) return known;
    const below = files.filter(({ name }) => listImports(file).includes(name));
    const level = 1 + Math.max(0, ...below.map(measure));
    levels.set(file.name, level);
    return level;
  };
  for (const file of files) measure(file);
  return levels;
}

describe("the tree of src", () => {
  it("has a test file named after each file with code", () => {
    const isTested = (name: string): boolean => tests.some((test) => test === name || test.startsWith(`${name}.`));
    const untested = sources.filter((file) => hasCode(file) && !isTested(file.name)).map(({ name }) => name);
    expect(untested).toEqual([]);
  });

  it("has a file for each test file in a folder of the same name", () => {
    const names = sources.map(({ name }) => name);
    const strays = tests
      .filter((test) => MIRRORED.includes(test.split("/")[0] ?? ""))
      .filter((test) => !names.some((name) => test === name || test.startsWith(`${name}.`)));
    expect(strays).toEqual([]);
  });

  it("has at most six levels of imports in each folder", () => {
    const folders = new Set(sources.map(({ name }) => dirname(name)));
    const heights = [...folders].map((folder) => {
      const levels = measureLevels(sources.filter(({ name }) => dirname(name) === folder));
      return [folder, Math.max(...levels.values())] as const;
    });
    expect(heights.length).toBeGreaterThan(MIRRORED.length);
    expect(heights.filter(([, height]) => height > 6)).toEqual([]);
  });

  it("exports no name twice, except the names that every adapter has", () => {
    const shared = ["default", "proxyFix", "resolutionOf", "rewriteHeaders"];
    const names = sources.flatMap((file) => [...new Set(listExports(file))]).filter((name) => !shared.includes(name));
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it("keeps no state in module variables, except caches keyed by an object", () => {
    const variables = sources.flatMap(({ name, tree }) =>
      tree.statements.filter(ts.isVariableStatement).map((statement) => ({ name, text: statement.getText(tree) })),
    );
    expect(variables.filter(({ text }) => /^(export )?(let|var)\b/.test(text))).toEqual([]);
    const caches = variables.filter(({ text }) => /new Weak(Map|Set)\b/.test(text)).map(({ name }) => name);
    expect(caches.toSorted()).toEqual([
      "adapters/express",
      "adapters/express/base-url",
      "adapters/fastify/preview",
      "adapters/hapi/url",
      "adapters/koa",
      "request/unix-peer",
      "request/warn-peers",
    ]);
  });

  it("creates no module constant by `new Map(` or `new Set(` without elements", () => {
    const lines = [
      "const cache = new Map();",
      "export const seen: Set<string> = new Set<string>([]);",
      "const state = { names: new Set() };",
      "const filled = new Set(['a']);",
      "const create = () => new Map();",
    ];
    const fixture = ts.createSourceFile("fixture.ts", lines.join("\n"), ts.ScriptTarget.ES2023, true);
    expect(listEmptyCollections(fixture)).toEqual(["cache", "seen", "state"]);
    const found = sources.map(({ name, tree }) => [name, listEmptyCollections(tree)] as const);
    expect(found.filter(([, constants]) => constants.length > 0)).toEqual([]);
  });

  it("has no boolean parameter, which would switch what a function does", () => {
    const parameters = sources.flatMap(({ name, tree }) =>
      listNodes(tree, ts.isParameter)
        .filter(({ type }) => type?.kind === ts.SyntaxKind.BooleanKeyword)
        .map((parameter) => `${name}: ${parameter.getText(tree)}`),
    );
    expect(parameters).toEqual([]);
  });
});
