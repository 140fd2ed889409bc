import { defineConfig } from "vitest/config";

// The servers have packages and builds of their own: `npm run test:servers` makes them, then runs these tests.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    maxWorkers: 1,
    testTimeout: 60_000,
    reporters: ["default", ["json", { outputFile: "../../coverage/servers.json" }]],
  },
});
