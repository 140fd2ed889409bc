import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import manifest from "./package.json" with { type: "json" };
import { MissingProxiesReporter } from "./test/proxies/harness/missing-proxies-reporter.js";

const complete = { lines: 100, branches: 100 };

/** Tests of pure functions: they share one module graph, since loading it takes longer than they run. */
const PURE = [
  "test/{grammar,trust,options,resolve,rewrite,explain,headers,properties,vectors,text}/**/*.test.ts",
  "test/inspector/{report,view}/*.test.ts",
  "test/*.test.ts",
];

/** It measures each version of Node, for half a minute: `npm run test:runtimes` runs it. */
const MEMORY = "test/grammar/list.memory.test.ts";

/** Tests that take long to load or to run. Each project has a script: `npm run test:proxies`. */
const SLOW = [
  { name: "proxies", include: ["test/proxies/**/*.test.ts"] },
  { name: "frameworks", include: ["test/{frameworks,middleware,serverless}/**/*.test.ts"] },
  { name: "package", include: ["test/package/{compilers,consumers,jest}.test.ts"] },
];

/** Maps each subpath of package.json to its source. */
function listAliases(): { find: RegExp; replacement: string }[] {
  return Object.entries(manifest.exports).flatMap(([subpath, files]) => {
    if (typeof files === "string") return [];
    const source = files.require.replace("./dist/cjs/", "./src/").replace(/\.js$/, ".ts");
    const replacement = fileURLToPath(new URL(source, import.meta.url));
    return [{ find: new RegExp(`^proxyfix${subpath.slice(1)}$`), replacement }];
  });
}

export default defineConfig({
  resolve: {
    alias: [
      // Tests and examples may name the package as its users do, without a build.
      ...listAliases(),
      // A snippet of the docs imports it; it is not installed.
      {
        find: /^@opentelemetry\/api$/,
        replacement: fileURLToPath(new URL("test/docs/opentelemetry-api.ts", import.meta.url)),
      },
    ],
  },
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      { extends: true, test: { name: "pure", include: PURE, exclude: [MEMORY], isolate: false } },
      {
        extends: true,
        test: {
          name: "isolated",
          include: ["test/**/*.test.ts"],
          exclude: [
            ...PURE,
            ...SLOW.flatMap(({ include }) => include),
            "**/node_modules/**",
            "test/servers/**",
            "test/browser/**",
            "test/runtimes/**",
          ],
        },
      },
      ...SLOW.map((test) => ({ extends: true as const, test })),
    ],
    // Whole runs name a file for scripts/print-totals.mjs; the last reporter names the proxies that are not installed.
    reporters: [
      "default",
      ...(process.argv.some((option) => option.startsWith("--outputFile")) ? (["json"] as const) : []),
      new MissingProxiesReporter(),
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.d.ts"],
      reporter: [["text", { skipFull: true }], "json-summary"],
      thresholds: { "src/*.ts": complete, "src/{grammar,trust,options,resolve,explain}/**": complete },
    },
  },
});
