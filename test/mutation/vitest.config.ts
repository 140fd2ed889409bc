import { env } from "node:process";
import { defineConfig } from "vitest/config";

import project from "../../vitest.config.js";
import { listMirroredTests } from "./files.mjs";
import { ModuleFailures } from "./module-failures.js";

// Stryker runs it for each mutant. Its processes have one environment and no other way to know the mutated file.
export default defineConfig({
  resolve: project.resolve ?? {},
  test: {
    include: [...listMirroredTests(env["PROXYFIX_MUTATED_FILE"] ?? "")],
    isolate: false,
    reporters: [new ModuleFailures()],
    testTimeout: 60_000,
  },
});
