import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./markdown.js";

/** A property of an interface, with the default in its docstring. */
export interface Property {
  readonly name: string;
  /** The text of `@default`, without line breaks and backticks. */
  readonly defaultText: string | undefined;
}

function parseSource(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true);
}

/** Lists the own properties of an interface, in order. */
export function listProperties(path: string, interfaceName: string): Property[] {
  const found = parseSource(path).statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`no ${interfaceName} in ${path}`);
  return found.members.map((member) => {
    const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
    const text = ts
      .getTextOfJSDocComment(tag?.comment)
      ?.replaceAll(/[\s`]+/g, " ")
      .trim();
    return { name: member.name?.getText() ?? "", defaultText: text };
  });
}

/** Lists the members of a union of literals. */
export function listLiterals(path: string, typeName: string): (string | number)[] {
  const found = parseSource(path).statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === typeName,
  );
  if (found === undefined || !ts.isTypeAliasDeclaration(found)) throw new Error(`no ${typeName} in ${path}`);
  const members = ts.isUnionTypeNode(found.type) ? found.type.types : [found.type];
  return members.map((member) => JSON.parse(member.getText()) as string | number);
}
