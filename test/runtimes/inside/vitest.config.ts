import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import manifest from "../../../package.json" with { type: "json" };
import { CORE, CONTRACT, OMITTED } from "./suites.js";

/** Maps each subpath of package.json to its source, as the whole run does. */
const alias = Object.entries(manifest.exports).flatMap(([subpath, files]) => {
  if (typeof files === "string") return [];
  const source = files.require.replace("./dist/cjs/", "../../../src/").replace(/\.js$/, ".ts");
  const replacement = fileURLToPath(new URL(source, import.meta.url));
  return [{ find: new RegExp(`^proxyfix${subpath.slice(1)}$`), replacement }];
});

// The tests that `npm run test:runtimes` runs inside each runtime.
export default defineConfig({
  resolve: { alias },
  test: {
    root: fileURLToPath(new URL("../../..", import.meta.url)),
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "core", include: CORE, exclude: OMITTED.map(({ file }) => file), isolate: false },
      },
      { extends: true, test: { name: "contract", include: CONTRACT } },
    ],
  },
});
