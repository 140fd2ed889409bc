// The declarations of each module by itself, with skipLibCheck off, in a project without any framework.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";

import { projectPath } from "../structure/project.js";
import { createTemporaryDirectory, writeFiles } from "../structure/temporary-directory.js";
import { listBuilt } from "./built.js";

const modules = listBuilt();

/** Their parameters are requests and responses of Node's own types, so that they need `@types/node`. */
const NEED_NODE = ["proxyfix/node", "proxyfix/express", "proxyfix/fastify"];

const resolutions = {
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
} as const;

type ResolutionName = keyof typeof resolutions;

const directory = createTemporaryDirectory();
const installed = join(directory, "node_modules/proxyfix");
mkdirSync(installed, { recursive: true });
cpSync(projectPath("dist"), join(installed, "dist"), { recursive: true });
cpSync(projectPath("package.json"), join(installed, "package.json"));
writeFiles(directory, { "package.json": `{ "type": "module" }` });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const NODE_TYPES = projectPath("node_modules/@types/node");

/** Parsed files, since those of the language and of Node take longer to read than all others to check. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function createHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, target, ...rest) => {
    const key = `${options.module} ${path}`;
    if (!parsed.has(key)) parsed.set(key, read(path, target, ...rest));
    return parsed.get(key);
  };
  return host;
}

/** Lists the faults in the declarations of modules, as a project sees them that imports nothing else. */
function listFaults(specifiers: readonly string[], name: ResolutionName, types: readonly string[]): readonly string[] {
  const file = `${specifiers[0]?.replace("/", "-")}-${specifiers.length}.ts`;
  writeFiles(directory, { [file]: specifiers.map((specifier) => `import "${specifier}";\n`).join("") });
  const options: ts.CompilerOptions = {
    ...resolutions[name],
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    strict: true,
    exactOptionalPropertyTypes: true,
    // Also reports a module that is not found.
    noUncheckedSideEffectImports: true,
    skipLibCheck: false,
    noEmit: true,
    types: [...types],
  };
  const program = ts.createProgram([join(directory, file)], options, createHost(options));
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(directory));
  const faults = own.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]);
  return [...program.getGlobalDiagnostics(), ...faults].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, "\n"),
  );
}

const all = modules.map(({ specifier }) => specifier);
const others = all.filter((specifier) => !NEED_NODE.includes(specifier));

describe("a project without any framework", { timeout: 60_000 }, () => {
  it.each(others)("compiles against %s alone without any types", (specifier) => {
    expect(listFaults([specifier], "nodenext", [])).toEqual([]);
  });

  it.each(NEED_NODE)("compiles against %s alone with Node's types", (specifier) => {
    expect(listFaults([specifier], "nodenext", [NODE_TYPES])).toEqual([]);
  });

  it.each(NEED_NODE)("needs nothing else than Node's types for %s", (specifier) => {
    const faults = listFaults([specifier], "nodenext", []);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.filter((fault) => !/^Cannot find (?:name|module) 'node:http2?'/.test(fault))).toEqual([]);
  });

  // The way to find a module is another; the declarations that it finds are the same.
  it("compiles against the modules with a bundler's resolution", () => {
    expect(listFaults(others, "bundler", [])).toEqual([]);
    expect(listFaults(all, "bundler", [NODE_TYPES])).toEqual([]);
  });

  it("would have a fault if a module were missing or its declarations needed a framework", () => {
    const express = `import type { Request } from "express";\nexport type A = Request;\n`;
    writeFiles(directory, { "needy.d.ts": express });
    expect(listFaults(["./needy.js"], "nodenext", [])).toEqual([expect.stringContaining("'express'")]);
    expect(listFaults(["proxyfix/missing"], "nodenext", [])).toEqual([expect.stringContaining("proxyfix/missing")]);
  });
});
