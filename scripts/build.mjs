// @ts-check
// Builds the package: the code and its declarations by two runs of tsc, the browser's program of the inspector by rolldown, and
// an entry of ES modules for each subpath.
// node scripts/build.mjs [directory]     the directory that gets dist/; the project's own by default
//
// The code is CommonJS alone and the entries re-export it, so that `import` and `require` load the same functions. A
// second build of ES modules would be a second copy in the process, and the package would have twice its size.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleClient } from "./bundle-client.mjs";

/** @typedef {{ readonly import: string, readonly require: string }} Subpath */

const project = fileURLToPath(new URL("..", import.meta.url));
const target = resolve(process.argv[2] ?? project);
const dist = join(target, "dist");

rmSync(dist, { recursive: true, force: true });
for (const settings of ["tsconfig.build.json", "tsconfig.types.json"]) {
  const compiler = join(project, "node_modules/@typescript/native/bin/tsc");
  const args = ["-p", join(project, settings), "--outDir", join(dist, "cjs")];
  execFileSync(process.execPath, [compiler, ...args], { stdio: "inherit" });
}
writeFileSync(join(dist, "cjs/package.json"), `{ "type": "commonjs" }\n`);
// The browser's program, in place of the empty one of the sources.
const program = JSON.stringify(await bundleClient("main"));
writeFileSync(join(dist, "cjs/inspector/client-code.js"), `"use strict";\nexports.CLIENT_CODE = ${program};\n`);

const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
/** @type {readonly Subpath[]} */
const subpaths = Object.values(manifest.exports).filter((subpath) => typeof subpath === "object");
for (const subpath of subpaths) writeEntry(subpath);
deleteHiddenDeclarations(subpaths.map(({ import: entry }) => join(target, declarationsOf(entry))));

/**
 * Deletes the declarations that no public module reaches: nobody can import them.
 *
 * @param {readonly string[]} entries
 */
function deleteHiddenDeclarations(entries) {
  const reached = new Set(entries);
  for (const file of reached) {
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)"/g)) {
      reached.add(join(dirname(file), declarationsOf(path)));
    }
  }
  const all = readdirSync(dist, { recursive: true, encoding: "utf8" }).map((path) => join(dist, path));
  for (const file of all) if (file.endsWith(".d.ts") && !reached.has(file)) rmSync(file);
}

/**
 * Returns the path of the declarations beside a module.
 *
 * @param {string} path
 */
function declarationsOf(path) {
  return path.replace(/\.js$/, ".d.ts");
}

/**
 * Writes the entry of ES modules and its declarations.
 *
 * @param {Subpath} subpath
 */
function writeEntry(subpath) {
  const entry = join(target, subpath.import);
  const from = JSON.stringify(`./${relative(dirname(subpath.import), subpath.require)}`);
  const { names, defaultName } = listNames(readFileSync(join(target, subpath.require), "utf8"));
  const defaults = defaultName === undefined ? [] : [`${defaultName} as default`];
  mkdirSync(dirname(entry), { recursive: true });
  writeFileSync(entry, `export { ${[...names, ...defaults].join(", ")} } from ${from};\n`);
  const lines = [`export * from ${from};`, ...defaults.map((name) => `export { ${name} } from ${from};`)];
  writeFileSync(declarationsOf(entry), `${lines.join("\n")}\n`);
}

/**
 * Lists the names that a module of tsc's exports, as tsc writes them, and the name of its default export.
 *
 * @param {string} code
 * @returns {{ readonly names: readonly string[], readonly defaultName: string | undefined }}
 */
function listNames(code) {
  const matches = [
    ...code.matchAll(/^(?:exports\.(\w+) = (?!exports\b|void\b)|Object\.defineProperty\(exports, "(\w+)")/gm),
  ];
  const names = matches.map(([, assigned, defined]) => assigned ?? defined ?? "");
  return {
    names: [...new Set(names)].filter((name) => name !== "__esModule" && name !== "default").toSorted(),
    defaultName: /^exports\.default = (?:exports\.)?(\w+);/m.exec(code)?.[1],
  };
}
