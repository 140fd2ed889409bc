import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { projectPath } from "../structure/project.js";
import { subpaths } from "./packed-project.js";

/** Returns the source of a built file, from the project's directory. */
function sourceOf(built: string): string {
  return built.replace(/^\.\/dist\/cjs\//, "src/").replace(/\.js$/, ".ts");
}

/** Returns whether a source exports a name, or as much as this text of a declaration. */
function declares(source: string, declaration: RegExp): boolean {
  return declaration.test(readFileSync(projectPath(source), "utf8"));
}

const adapters = readdirSync(projectPath("src/adapters"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => `src/adapters/${name}`)
  .filter((source) => declares(source, /^export (?:async )?(?:function|const) proxyFix\b/m));

describe("the exports of package.json", () => {
  it("name an entry of ES modules and a CommonJS module for each subpath, in this order", () => {
    const expected = subpaths.map(([subpath, files]) => {
      const name = subpath === "." ? "index" : subpath.slice(2);
      // As text, since the order of the conditions matters.
      return JSON.stringify({ import: `./dist/${name}.js`, require: files.require });
    });
    expect(subpaths.map(([, files]) => JSON.stringify(files))).toEqual(expected);
  });

  it("lead to modules that have a source", () => {
    const sources = subpaths.map(([, files]) => sourceOf(files.require));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(projectPath(source)))).toEqual([]);
  });

  it("let tools read the manifest", () => {
    expect(manifest.exports["./package.json"]).toBe("./package.json");
  });

  it("include every adapter", () => {
    const exported = subpaths.map(([, files]) => sourceOf(files.require));
    expect(adapters.length).toBeGreaterThan(3);
    expect(adapters.filter((adapter) => !exported.includes(adapter))).toEqual([]);
  });
});

describe("every adapter", () => {
  it.each(adapters)("has proxyFix as its default export: %s", (adapter) => {
    expect(declares(adapter, /^export default proxyFix;$/m)).toBe(true);
  });
});

describe("the manifest", () => {
  it("has each framework with an adapter as an optional peer dependency", () => {
    const frameworks = ["@hapi/hapi", "express", "fastify", "hono", "koa"];
    expect(Object.keys(manifest.peerDependencies).toSorted()).toEqual(frameworks);
    expect(manifest.peerDependenciesMeta).toEqual(
      Object.fromEntries(frameworks.map((name) => [name, { optional: true }])),
    );
  });

  it("pins every tool to one version", () => {
    const loose = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});

describe.each(["package-lock.json", "test/package/tools/package-lock.json"])("the lock file %s", (file) => {
  const lock = readFileSync(projectPath(file), "utf8");

  it("has an integrity for each package, but no address", () => {
    const { packages } = JSON.parse(lock) as { packages: Record<string, Record<string, unknown>> };
    const installed = Object.entries(packages).filter(([path]) => path !== "");
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, entry]) => "resolved" in entry).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, entry]) => typeof entry["integrity"] !== "string").map(([path]) => path)).toEqual([]);
  });

  it("contains no address of a registry", () => {
    const links = [...lock.matchAll(/"([a-z]+)": "(?:git\+)?https?:\/\/([^/"]+)/g)];
    expect([...new Set(links.map(([, key]) => key))]).toEqual(["url"]);
    expect(links.map(([, , host]) => host).filter((host) => host?.includes("registry"))).toEqual([]);
  });
});
