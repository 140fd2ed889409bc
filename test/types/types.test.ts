import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectPath, runTool } from "../structure/project.js";
import { createFixture, createTemporaryDirectory, writeFiles } from "../structure/temporary-directory.js";

const clean = { code: 0, output: "" };
const built = createTemporaryDirectory();

beforeAll(() => {
  // Beside the frameworks, like an installed package.
  symlinkSync(projectPath("node_modules"), join(built, "node_modules"));
  writeFiles(built, { "package.json": `{ "type": "module" }` });
  expect(runTool("tsc", ["-p", "tsconfig.types.json", "--outDir", built], projectPath(""))).toEqual(clean);
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** The published declaration files, and replacements for some packages. */
function mapPaths(others: Readonly<Record<string, string>> = {}): Record<string, string[]> {
  const own = {
    proxyfix: "index.d.ts",
    "proxyfix/rewrite": "rewrite/index.d.ts",
    "proxyfix/inspector": "inspector/index.d.ts",
    "proxyfix/*": "adapters/*.d.ts",
  };
  const paths = Object.entries(own).map(([name, path]) => [name, [join(built, path)]]);
  const standIns = Object.entries(others).map(([name, path]) => [name, [projectPath(path)]]);
  return Object.fromEntries([...paths, ...standIns]) as Record<string, string[]>;
}

/** Compiles the tests of types against the declaration files. */
function compile(files: readonly string[], settings: object = {}, tool = "tsc"): ReturnType<typeof runTool> {
  const types = { typeRoots: [projectPath("node_modules/@types")], skipLibCheck: false, paths: mapPaths() };
  const config = {
    extends: projectPath("tsconfig.test.json"),
    compilerOptions: { ...types, ...settings },
    include: [],
    files: files.map((file) => projectPath(`test/types/${file}`)),
  };
  return runTool(tool, ["-p", "."], createFixture({ "tsconfig.json": JSON.stringify(config) }));
}

// Koa's own types conflict with those of another package that the tests depend on.
const withoutLibraries = { skipLibCheck: true };

describe("the published types", { timeout: 60_000 }, () => {
  it("compile with those of Express, Fastify, Connect and Polka, which are checked too", () => {
    expect(compile(["express.test-d.ts", "fastify.test-d.ts"])).toEqual(clean);
  });

  it("compile with those of Koa and node:http", () => {
    expect(compile(["koa.test-d.ts", "node.test-d.ts"], withoutLibraries)).toEqual(clean);
  });

  it("compile with those of Hono, h3, srvx and Elysia", () => {
    expect(compile(["hono.test-d.ts", "fetch.test-d.ts"], withoutLibraries)).toEqual(clean);
  });

  it("compile with those of hapi", () => {
    expect(compile(["hapi.test-d.ts"], withoutLibraries)).toEqual(clean);
  });

  it("of the inspector compile with those of every framework", () => {
    expect(compile(["inspector.test-d.ts"], withoutLibraries)).toEqual(clean);
  });

  it("compile with those of Fastify 4", () => {
    const paths = mapPaths({ fastify: "node_modules/fastify4/fastify.d.ts" });
    expect(compile(["fastify.test-d.ts"], { ...withoutLibraries, paths })).toEqual(clean);
  });

  it("compile with TypeScript 6", () => {
    const files = [
      "express.test-d.ts",
      "fastify.test-d.ts",
      "hapi.test-d.ts",
      "hono.test-d.ts",
      "inspector.test-d.ts",
      "koa.test-d.ts",
      "node.test-d.ts",
    ];
    expect(compile(files, withoutLibraries, "tsc6")).toEqual(clean);
  });

  it("would not compile if a module accepted other options", () => {
    const paths = mapPaths({ "proxyfix/express": "src/adapters/koa.ts" });
    const { code, output } = compile(["express.test-d.ts"], { ...withoutLibraries, paths });
    expect(code).not.toBe(0);
    expect(output).toContain("express.test-d.ts");
  });
});
