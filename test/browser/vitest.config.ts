import { defineConfig } from "vitest/config";

// These tests need a browser and the build: `npm run test:browser` makes the build, then runs them.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", ["json", { outputFile: "../../coverage/browser.json" }]],
  },
});
