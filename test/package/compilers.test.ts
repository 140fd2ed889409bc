import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { projectPath, run } from "../structure/project.js";
import { writeFiles } from "../structure/temporary-directory.js";
import { listAdapters, packProject, specifiers, type PackedProject } from "./packed-project.js";
import { shouldRun, toolPath } from "./tools.js";

/** The compilers that users have, by their versions; the last two are the project's own. */
const compilers: Readonly<Record<string, string>> = {
  "5.0": toolPath("typescript5.0/lib/tsc.js"),
  "5.7": toolPath("typescript5.7/lib/tsc.js"),
  "5.9": toolPath("typescript5.9/lib/tsc.js"),
  "6.0": projectPath("node_modules/typescript/bin/tsc6"),
  "7.0": projectPath("node_modules/@typescript/native/bin/tsc"),
};

/** The ways in which a project can find a package, with the formats of its files. */
const settings: Readonly<Record<string, { readonly endings: readonly string[]; readonly options: object }>> = {
  node16: { endings: ["mts", "cts"], options: { module: "node16" } },
  nodenext: { endings: ["mts", "cts"], options: { module: "nodenext" } },
  bundler: { endings: ["ts"], options: { module: "esnext", moduleResolution: "bundler" } },
  "commonjs and node10": { endings: ["ts"], options: { module: "commonjs", moduleResolution: "node10" } },
};

/** TypeScript 7 has no node10 any more; 6 has it with `ignoreDeprecations`. */
const rows = Object.keys(compilers).flatMap((version) =>
  Object.keys(settings)
    .filter((setting) => version !== "7.0" || !setting.endsWith("node10"))
    .map((setting) => [version, setting] as const),
);

/** A module that imports everything, and that has an error if what it imported were `any`. */
function createSource(): string {
  const imports = specifiers.map((specifier, at) => `import * as m${at} from "${specifier}";`);
  const defaults = listAdapters().map(({ specifier, at }) => [
    `import default${at} from "${specifier}";`,
    `export const same${at}: typeof m${at}.proxyFix = default${at};`,
  ]);
  const wrong = [
    `import { resolve } from "proxyfix";`,
    `import { proxyFix } from "proxyfix/express";`,
    `// @ts-expect-error: the option is misspelt`,
    `export const misspelt = [resolve({ headers: {} }, { xHots: 1 })];`,
    `// @ts-expect-error: the option is misspelt`,
    `export const misspeltToo = [proxyFix({ xHots: 1 })];`,
  ];
  const all = `export const all: readonly object[] = [${specifiers.map((_, at) => `m${at}`).join(", ")}];`;
  return [...imports, ...defaults.flat(), ...wrong, all, ""].join("\n");
}

let packed: PackedProject;
beforeAll(() => {
  packed = packProject();
  // Node's types, which some adapters need, depend on undici's; the types of no framework are there.
  for (const name of ["@types/node", "undici-types"]) {
    cpSync(projectPath(`node_modules/${name}`), join(packed.consumer, "node_modules", name), {
      recursive: true,
      dereference: true,
    });
  }
  return packed.remove;
}, 60_000);

function compile(version: string, setting: string): ReturnType<typeof run> {
  const { endings, options } = settings[setting] ?? { endings: [], options: {} };
  const files = endings.map((ending) => `index.${ending}`);
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022"],
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
    ...(version === "6.0" ? { ignoreDeprecations: "6.0" } : {}),
  };
  const directory = join(packed.consumer, `${version} ${setting}`);
  writeFiles(directory, {
    ...Object.fromEntries(files.map((file) => [file, createSource()])),
    "tsconfig.json": JSON.stringify({ compilerOptions, files }),
  });
  return run(process.execPath, [compilers[version] ?? "", "-p", "."], directory);
}

describe("a project without the types of any framework, with skipLibCheck off", () => {
  for (const [version, setting] of rows) {
    const compiler = compilers[version] ?? "";
    it.runIf(shouldRun(compiler))(
      `imports every module with TypeScript ${version} and ${setting}`,
      { timeout: 60_000 },
      () => {
        expect(compile(version, setting)).toEqual({ code: 0, output: "" });
      },
    );
  }
});
