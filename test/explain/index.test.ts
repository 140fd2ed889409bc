import { describe, expect, it } from "vitest";
import * as subpath from "../../src/explain/index.js";
import { listFiles, listImports } from "../structure/sources.js";

const sources = new Map(listFiles("src", ".ts").map((file) => [file.name, listImports(file)]));

/** Lists the files that a module loads, itself included. */
function listLoaded(name: string, loaded: Set<string> = new Set()): ReadonlySet<string> {
  if (loaded.has(name)) return loaded;
  loaded.add(name);
  for (const imported of sources.get(name) ?? []) listLoaded(imported, loaded);
  return loaded;
}

describe("proxyfix/explain", () => {
  it("exports explain alone, beside types", () => {
    expect(Object.keys(subpath)).toEqual(["explain"]);
  });

  it("is not loaded by the root module, by proxyfix/rewrite, or by an adapter", () => {
    const adapters = [...sources.keys()].filter((name) => /^adapters\/[^/]+$/.test(name));
    expect(adapters.length).toBeGreaterThan(8);
    for (const name of ["index", "rewrite/index", ...adapters]) {
      expect([...listLoaded(name)].filter((file) => file.startsWith("explain/"))).toEqual([]);
    }
  });

  it("loads the core alone, so that it runs in a browser", () => {
    const folders = [...listLoaded("explain/index")].map((file) => file.replace(/\/.*/, ""));
    expect([...new Set(folders)].toSorted()).toEqual([
      "errors",
      "explain",
      "grammar",
      "options",
      "resolution",
      "resolve",
      "trust",
    ]);
  });
});
