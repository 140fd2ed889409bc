import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import project from "../../../vitest.config.js";
import { CORE, CONTRACT, OMITTED } from "./suites.js";

// The tests that `npm run test:runtimes` runs inside each runtime.
export default defineConfig({
  resolve: project.resolve ?? {},
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
