import { defineConfig } from "vitest/config";

// These tests need the build: `npm run test:runtimes` makes it, then runs them.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    // The last measures memory on each Node.
    include: ["*.test.ts", "edge/*.test.ts", "../grammar/list.memory.test.ts"],
    // The runs inside the runtimes use the cores themselves.
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", ["json", { outputFile: "../../coverage/runtimes.json" }]],
  },
});
