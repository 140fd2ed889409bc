import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { listAnchors, listLinks } from "../docs/markdown.js";
import { projectPath, runTool } from "../structure/project.js";
import { packProject, specifiers, subpaths, type PackedProject } from "./packed-project.js";

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

/** Returns whether a link of a page leads to another site, or to a file of the tarball and a heading that it has. */
function leadsToShipped(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return true;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(packed.installed, target))) return false;
  return anchor === undefined || (target.endsWith(".md") && listAnchors(readShipped(target)).includes(anchor));
}

describe("the tarball", () => {
  it("passes publint", () => {
    const { code, output } = runTool("publint", ["run", packed.tarball, "--strict"], projectPath(""));
    expect(code, output).toBe(0);
    expect(output).toContain("All good!");
  });

  it("has types that resolve for import and require, and in every module resolution", () => {
    const { code, output } = runTool("attw", [packed.tarball], projectPath(""));
    expect(code, output).toBe(0);
    for (const specifier of specifiers) expect(output).toContain(`"${specifier}"`);
  });

  it("contains the build of every source, an entry for every subpath, and the documents", () => {
    const modules = listFiles(projectPath("src"))
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
      // The browser's part stands in client-code.js.
      .filter((path) => !path.startsWith("inspector/client/"))
      .map((path) => `dist/cjs/${path.slice(0, -".ts".length)}`);
    const entries = subpaths.map(([, files]) => files.import.slice("./".length, -".js".length));
    const built = [...modules, ...entries].map((path) => `${path}.js`);
    const papers = ["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "bench/README.md", "package.json"];
    const folders = ["docs", "examples"].flatMap((folder) =>
      listFiles(projectPath(folder)).map((path) => `${folder}/${path}`),
    );
    const expected = [...papers, ...folders, ...built, "dist/cjs/package.json"];
    const others = listFiles(packed.installed).filter((path) => !path.endsWith(".d.ts"));
    expect(others).toEqual(expected.toSorted());
  });

  it("contains declarations of every entry and of all that they import, and no others", () => {
    const toDeclarations = (path: string): string => path.replace(/\.js$/, ".d.ts");
    const reached = new Set(subpaths.map(([, files]) => toDeclarations(files.import.slice("./".length))));
    for (const file of reached) {
      for (const [, path = ""] of readShipped(file).matchAll(/(?:from |import\()"(\.[^"]+)"/g)) {
        reached.add(toDeclarations(normalize(join(dirname(file), path))));
      }
    }
    const shipped = listFiles(packed.installed).filter((path) => path.endsWith(".d.ts"));
    expect(shipped).toEqual([...reached].toSorted());
  });

  it("weighs at most 425 kB beside its pages and the tools, and the tools at most 480 kB", () => {
    const isTool = (path: string): boolean => /^dist\/cjs\/(?:explain|recommend|cli|inspector|text)\//.test(path);
    const weigh = (files: readonly string[]): number =>
      files.map((path) => statSync(join(packed.installed, path)).size).reduce((total, size) => total + size, 0);
    const files = listFiles(packed.installed).filter((path) => !/^docs\/|\.md$/.test(path));
    expect(weigh(files.filter((path) => !isTool(path)))).toBeLessThanOrEqual(425_000);
    expect(weigh(files.filter(isTool))).toBeLessThanOrEqual(480_000);
  });

  it("contains the target of every link of its pages, with the heading", () => {
    const pages = listFiles(packed.installed).filter((path) => path.endsWith(".md"));
    const links = pages.flatMap((page) => listLinks(readShipped(page)).map((link) => ({ page, link })));
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter(({ page, link }) => !leadsToShipped(page, link))).toEqual([]);
  });

  it("declares no internal name", () => {
    const declarations = listFiles(packed.installed).filter((path) => path.endsWith(".d.ts"));
    expect(declarations.filter((path) => readShipped(path).includes("@internal"))).toEqual([]);
  });
});
