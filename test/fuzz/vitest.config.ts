import { defineConfig } from "vitest/config";

// The long run: `npm run fuzz` sets its variables and starts it.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["long.ts"],
    pool: "forks",
    testTimeout: 0,
    disableConsoleIntercept: true,
  },
});
