import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { MissingProxiesReporter } from "./test/proxies/harness/missing-proxies-reporter.js";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));
const complete = { lines: 100, branches: 100 };

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
    include: ["test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // The last one names, in the last lines, the proxies that are not installed.
    reporters: ["default", ["json", { outputFile: "coverage/tests.json" }], new MissingProxiesReporter()],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.d.ts"],
      reporter: [["text", { skipFull: true }], "json-summary"],
      // Options and resolver are spread over the files of src itself: all of them, so that a new one is not forgotten.
      thresholds: { "src/*.ts": complete, "src/values/**": complete, "src/trust/**": complete },
    },
  },
});
