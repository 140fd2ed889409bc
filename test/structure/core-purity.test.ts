import { describe, expect, it } from "vitest";
import { projectDirectory, projectPath, runTool } from "./project.js";
import { createFixture } from "./temporary-directory.js";

/** Compiles one line with the very settings of the core, and gives the compiler's errors. */
function compileAsCore(line: string): readonly string[] {
  const directory = createFixture({
    "src/index.ts": `${line}\n`,
    "package.json": `{ "type": "module" }`,
    "tsconfig.json": JSON.stringify({
      extends: projectPath("tsconfig.core.json"),
      files: ["src/index.ts"],
      include: [],
    }),
  });
  const { output } = runTool("tsc", ["-p", "tsconfig.json"], directory);
  return output.split("\n").filter((text) => text.includes("error"));
}

describe("the core", () => {
  it("compiles without the types of Node and of the DOM", () => {
    expect(runTool("tsc", ["-p", "tsconfig.core.json"], projectDirectory)).toEqual({ code: 0, output: "" });
  });

  it("compiles no file of adapters, request or cli, and nothing of the inspector but its view", () => {
    const { output } = runTool("tsc", ["-p", "tsconfig.core.json", "--listFilesOnly"], projectDirectory);
    const files = output.split("\n");
    expect(files).toContain(projectPath("src/resolve/resolver.ts"));
    expect(files.filter((file) => /\/src\/(adapters|request|cli|inspector\/(calls|client))\//.test(file))).toEqual([]);
    expect(files.filter((file) => file.includes("/node_modules/@types/"))).toEqual([]);
  });

  it.each([
    ["process", `export const id: unknown = process.pid;`, "TS2591"],
    ["Buffer", `export const empty: unknown = Buffer.from("");`, "TS2591"],
    ["a Node module", `import { isIP } from "node:net"; export const version: number = isIP("");`, "TS2591"],
    ["document", `export const title: unknown = document.title;`, "TS2584"],
    ["window", `export const top: unknown = window;`, "TS2304"],
    ["a global reached by globalThis", `export const id: unknown = globalThis.process;`, "TS7017"],
    ["URL", `export const page: unknown = new URL("http://a/");`, "TS2304"],
    ["a timer", `export const timer: unknown = setTimeout(() => undefined, 1);`, "TS2304"],
  ])("would not compile with %s in it", (_, line, code) => {
    expect(compileAsCore(line)).toEqual([expect.stringContaining(`error ${code}: `)]);
  });

  it("compiles a line that uses only the language", () => {
    expect(compileAsCore(`export const empty: unknown = new Map<string, string>();`)).toEqual([]);
  });
});
