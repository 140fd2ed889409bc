// The blocks of JavaScript and TypeScript on the pages, as modules for the compiler.
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import manifest from "../../package.json" with { type: "json" };
import { projectPath, runTool } from "../structure/project.js";
import { createTemporaryDirectory, writeFiles } from "../structure/temporary-directory.js";
import { CONTEXTS, DECLARATIONS, type Context } from "./contexts.js";
import { listBlocks, listPages, readPage, type Block } from "./markdown.js";

/** A block that the compiler checks. */
export interface TypedBlock extends Block {
  readonly page: string;
  readonly context: Context | undefined;
}

const LANGUAGES = ["js", "mjs", "javascript", "ts"];

/** Lists the blocks of code on all pages. */
export function listTypedBlocks(): readonly TypedBlock[] {
  return listPages().flatMap((page) =>
    listBlocks(readPage(page))
      .filter(({ language }) => LANGUAGES.includes(language))
      .flatMap((block) => splitAlternatives(block))
      .map((block) => ({ ...block, page, context: findContext(page, block.code) })),
  );
}

/** Makes a block of each line if all lines end with a comment that names a module of this package: they are alternatives. */
function splitAlternatives(block: Block): readonly Block[] {
  const lines = block.code.split("\n");
  if (!lines.every((text) => /\/\/ .*\bproxyfix\/\w+$/.test(text))) return [block];
  return lines.map((code, at) => ({ ...block, code, line: block.line + at }));
}

function findContext(page: string, code: string): Context | undefined {
  if (isModule(code)) return undefined;
  return CONTEXTS.find((context) => context.pages.test(page) && (context.code?.test(code) ?? true));
}

/** Whether a block is a whole module: others may stand inside braces, so that a name of the context can be declared anew. */
function isModule(code: string): boolean {
  return /^import /m.test(code);
}

/**
 * Writes a block as a module, in which each line has the number that it has on the page.
 *
 * A block with a context is TypeScript, since a context declares names. The others are as their readers write them.
 */
function formatModule({ code, context, language, line }: TypedBlock): readonly [extension: string, text: string] {
  const before = context?.before.join(" ") ?? "";
  const [open, close] = isModule(code) ? ["", ""] : ["{", "}"];
  const text = `${before} ${open}${"\n".repeat(line)}${code.replace(/^#!/, "//")}\n${context?.after ?? ""}${close}\nexport {};\n`;
  return [context === undefined && language !== "ts" ? "mjs" : "mts", text];
}

const nameOf = (page: string): string => page.replaceAll(/[/.]/g, "-");

function formatSettings(files: readonly string[]): string {
  const sources = Object.entries(manifest.exports).flatMap(([subpath, built]) => {
    if (typeof built === "string") return [];
    const source = built.require.replace("./dist/cjs/", "src/").replace(/\.js$/, ".ts");
    return [[`proxyfix${subpath.slice(1)}`, [projectPath(source)]] as const];
  });
  const compilerOptions = {
    paths: { ...Object.fromEntries(sources), "@opentelemetry/api": [projectPath("test/docs/opentelemetry-api.ts")] },
    // The pages show JavaScript: its parameters have no types, and a caught error may be anything.
    noImplicitAny: false,
    useUnknownInCatchVariables: false,
    noUncheckedIndexedAccess: false,
    exactOptionalPropertyTypes: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    noImplicitReturns: false,
    verbatimModuleSyntax: false,
    erasableSyntaxOnly: false,
    typeRoots: [projectPath("node_modules/@types")],
  };
  const declarations = [projectPath("test/examples/node-fastcgi.d.ts"), projectPath("src/trust/proxy-addr.d.ts")];
  return JSON.stringify({
    extends: projectPath("tsconfig.test.json"),
    compilerOptions,
    files: [...files, ...declarations, "declarations.d.ts"],
    include: [],
  });
}

/** Compiles the blocks in one run, and lists the faults with their pages and lines. */
export function listTypeFaults(blocks: readonly TypedBlock[]): readonly string[] {
  const directory = createTemporaryDirectory();
  try {
    const files = new Map<string, { readonly block: TypedBlock; readonly text: string }>(
      blocks.map((block) => {
        const [extension, text] = formatModule(block);
        return [`${nameOf(block.page)}-${block.line}.${extension}`, { block, text }] as const;
      }),
    );
    symlinkSync(projectPath("node_modules"), join(directory, "node_modules"));
    writeFiles(directory, {
      ...Object.fromEntries([...files].map(([name, { text }]) => [name, text])),
      "declarations.d.ts": Object.values(DECLARATIONS).flat().join("\n"),
      "package.json": `{ "type": "module" }`,
      "tsconfig.json": formatSettings([...files.keys()]),
    });
    const { output } = runTool("tsc", ["-p", ".", "--pretty", "false"], directory);
    return output.split("\n").flatMap((text) => {
      const [, name = "", line = "", fault = ""] = /^(\S+?)\((\d+),\d+\): (.*)$/.exec(text) ?? [];
      const block = files.get(name)?.block;
      return text.trim() === "" ? [] : [block === undefined ? text : `${block.page}:${line}: ${fault}`];
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
