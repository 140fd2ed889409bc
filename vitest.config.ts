import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { MissingProxiesReporter } from "./test/proxies/harness/missing-proxies-reporter.js";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));
const complete = { lines: 100, branches: 100 };

/** Tests of pure functions: they share one module graph, since loading it takes longer than they run. */
const PURE = ["test/{grammar,trust,options,resolve,rewrite,headers,properties,vectors}/**/*.test.ts", "test/*.test.ts"];

export default defineConfig({
  resolve: {
    // Tests and examples may name the package as its users do, without a build.
    alias: [
      { find: /^proxyfix$/, replacement: source("index.ts") },
      { find: /^proxyfix\/rewrite$/, replacement: source("rewrite/index.ts") },
      { find: /^proxyfix\/(node|express|koa|fastify|environ)$/, replacement: source("adapters/$1.ts") },
    ],
  },
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
      { extends: true, test: { name: "isolated", include: ["test/**/*.test.ts"], exclude: PURE } },
    ],
    // A whole run is counted for scripts/print-totals.mjs; the last reporter names the proxies that are not installed.
    reporters: process.argv.includes("--coverage")
      ? ["default", ["json", { outputFile: "coverage/tests.json" }], new MissingProxiesReporter()]
      : ["default", new MissingProxiesReporter()],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.d.ts"],
      reporter: [["text", { skipFull: true }], "json-summary"],
      thresholds: { "src/*.ts": complete, "src/{grammar,trust,options,resolve}/**": complete },
    },
  },
});
