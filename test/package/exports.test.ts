import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { projectPath } from "../structure/project.js";

/** The public modules and where their sources are. A module without a source must have no export. */
const sources: Readonly<Record<string, string>> = {
  ".": "index",
  "./node": "adapters/node",
  "./express": "adapters/express",
  "./koa": "adapters/koa",
  "./fastify": "adapters/fastify",
  "./environ": "adapters/environ",
  "./rewrite": "rewrite/index",
};

const { "./package.json": ownManifest, ...subpaths } = manifest.exports;

describe("the exports of package.json", () => {
  it("name every public module that exists, and no other", () => {
    const existing = Object.entries(sources).filter(([, source]) => existsSync(projectPath(`src/${source}.ts`)));
    expect(Object.keys(subpaths).toSorted()).toEqual(existing.map(([subpath]) => subpath).toSorted());
  });

  it("point to the build of the module's source, types first", () => {
    const expected = Object.keys(subpaths).map((subpath) => {
      const built = `./dist/${sources[subpath]}`;
      return [subpath, JSON.stringify({ types: `${built}.d.ts`, default: `${built}.js` })];
    });
    // As text, since the order of the conditions matters.
    const found = Object.entries(subpaths).map(([subpath, conditions]) => [subpath, JSON.stringify(conditions)]);
    expect(found).toEqual(expected);
  });

  it("let tools read the manifest", () => {
    expect(ownManifest).toBe("./package.json");
  });

  it("include every adapter", () => {
    const adapters = readdirSync(projectPath("src/adapters"))
      .filter((name) => name.endsWith(".ts"))
      .filter((name) =>
        /^export (?:async )?(?:function|const) proxyFix\b/m.test(
          readFileSync(projectPath(`src/adapters/${name}`), "utf8"),
        ),
      )
      .map((name) => `adapters/${name.slice(0, -".ts".length)}`);
    const exported = Object.keys(subpaths).map((subpath) => sources[subpath]);
    expect(adapters.filter((adapter) => !exported.includes(adapter))).toEqual([]);
  });
});

describe("the manifest", () => {
  it("has each framework with an adapter as an optional peer dependency", () => {
    const frameworks = ["express", "fastify", "koa"];
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

describe("the lock file", () => {
  const lock = readFileSync(projectPath("package-lock.json"), "utf8");

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
