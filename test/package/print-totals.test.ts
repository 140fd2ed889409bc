import { describe, expect, it } from "vitest";
import { projectPath, run } from "../structure/project.js";
import { createFixture } from "../structure/temporary-directory.js";

function printTotals(report: object): ReturnType<typeof run> {
  const directory = createFixture({ "tests.json": JSON.stringify(report) });
  return run(process.execPath, [projectPath("scripts/print-totals.mjs"), "tests.json"], directory);
}

const good = { success: true, numPassedTests: 123, numFailedTests: 0, numPendingTests: 0 };

describe("the totals that end a run", () => {
  it("are the last line of the output", () => {
    expect(printTotals(good)).toEqual({ code: 0, output: "123 passed, 0 failed\n" });
  });

  it("count skipped tests on a line of their own", () => {
    expect(printTotals({ ...good, numPendingTests: 4 })).toEqual({
      code: 0,
      output: "skipped: 4\n123 passed, 0 failed\n",
    });
  });

  it("fail if a test failed", () => {
    const report = { ...good, success: false, numFailedTests: 2 };
    expect(printTotals(report)).toEqual({ code: 1, output: "123 passed, 2 failed\n" });
  });

  it("fail if the run failed outside its tests", () => {
    expect(printTotals({ ...good, success: false }).code).toBe(1);
  });

  it("fail if no test ran", () => {
    expect(printTotals({ ...good, numPassedTests: 0 })).toEqual({ code: 1, output: "0 passed, 0 failed\n" });
  });

  it("add up the runs, and fail if one of them is missing or had no tests", () => {
    const printAll = (...reports: readonly object[]): ReturnType<typeof run> => {
      const files = reports.map((report, at) => [`${at}.json`, JSON.stringify(report)] as const);
      const directory = createFixture(Object.fromEntries(files));
      return run(process.execPath, [projectPath("scripts/print-totals.mjs"), "0.json", "1.json"], directory);
    };
    expect(printAll(good, { ...good, numPassedTests: 7 })).toEqual({ code: 0, output: "130 passed, 0 failed\n" });
    expect(printAll(good, { ...good, numPassedTests: 0 }).code).toBe(1);
    expect(printAll(good, { ...good, success: false, numFailedTests: 2 })).toEqual({
      code: 1,
      output: "246 passed, 2 failed\n",
    });
    expect(printAll(good).code).toBe(1);
  });

  it("fail if there is no report", () => {
    const { code, output } = run(
      process.execPath,
      [projectPath("scripts/print-totals.mjs"), "none.json"],
      createFixture({}),
    );
    expect(code).toBe(1);
    expect(output).toContain("0 passed, 0 failed\n");
  });
});
