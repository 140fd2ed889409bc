import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

import { projectPath } from "./project.js";

/** A source file of the package, or a test file. */
export interface SourceFile {
  /** From the folder that was listed, without the ending: `request/state`. */
  readonly name: string;
  readonly tree: ts.SourceFile;
}

/** Lists the files under a folder of the project that end with one of these endings. */
export function listFiles(folder: string, ending: string): readonly SourceFile[] {
  return readdirSync(projectPath(folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending) && !path.endsWith(".d.ts") && !path.includes("node_modules"))
    .toSorted()
    .map((path) => ({ name: path.slice(0, -ending.length), tree: parse(join(projectPath(folder), path)) }));
}

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023, true);
}

/** Lists the files of the same listing that a file imports or re-exports, types included. */
export function listImports({ name, tree }: SourceFile): readonly string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    if (specifier === undefined || !ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return [];
    return [normalize(join(dirname(name), specifier.text)).replace(/\.js$/, "")];
  });
}

/** Lists the names that a file defines and exports; names that it re-exports are another file's. */
export function listExports({ tree }: SourceFile): readonly string[] {
  return tree.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText(tree));
    }
    const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
    return name === undefined ? [] : [name.text];
  });
}

/** Lists the nodes of a kind, at any depth. */
export function listNodes<Kind extends ts.Node>(tree: ts.Node, isKind: (node: ts.Node) => node is Kind): Kind[] {
  const found: Kind[] = [];
  const visit = (node: ts.Node): void => {
    if (isKind(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
