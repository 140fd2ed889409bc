import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { projectPath, runTool } from "../structure/project.js";
import { packProject, specifiers, type PackedProject } from "./packed-project.js";

let packed: PackedProject;
beforeAll(() => {
  packed = packProject();
  return packed.remove;
}, 60_000);

function listFiles(directory: string): readonly string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true, encoding: "utf8" });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1)).toSorted();
}

function readShipped(path: string): string {
  return readFileSync(join(packed.installed, path), "utf8");
}

describe("the tarball", () => {
  it("passes publint", () => {
    const { code, output } = runTool("publint", ["run", packed.tarball, "--strict"], projectPath(""));
    expect(code, output).toBe(0);
    expect(output).toContain("All good!");
  });

  it("has types that resolve in every module resolution of ES modules", () => {
    const { code, output } = runTool("attw", [packed.tarball, "--profile", "esm-only"], projectPath(""));
    expect(code, output).toBe(0);
    for (const specifier of specifiers) expect(output).toContain(`"${specifier}"`);
  });

  it("contains the build of every source, and the documents", () => {
    const modules = listFiles(projectPath("src"))
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
      .map((path) => `dist/${path.slice(0, -".ts".length)}`);
    const built = modules.flatMap((path) => [`${path}.d.ts`, `${path}.js`, `${path}.js.map`]);
    const papers = ["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "package.json"];
    expect(listFiles(packed.installed)).toEqual([...papers, ...built].toSorted());
  });

  it("contains its sources in the source maps", () => {
    const map = JSON.parse(readShipped("dist/index.js.map")) as { sourcesContent: readonly string[] };
    expect(map.sourcesContent).toEqual([readFileSync(projectPath("src/index.ts"), "utf8")]);
  });

  it("declares no internal name", () => {
    const declarations = listFiles(packed.installed).filter((path) => path.endsWith(".d.ts"));
    expect(declarations.filter((path) => readShipped(path).includes("@internal"))).toEqual([]);
  });
});
