/** The core's tests and the contract, inside each runtime. */
import { beforeAll, describe, expect, it } from "vitest";
import { findRuntimeException, RUNTIME_EXCEPTIONS } from "./exceptions.js";
import { runInside, type InsideRun, type InsideTest } from "./run-inside.js";
import { isSkipped, RUNTIMES } from "./runtimes.js";

const server = "of Node's modules";

/** The tests of the runs so far, by runtime. */
const namesByRuntime = new Map<string, ReadonlySet<string>>();

/** Returns the name of a test without the seed of its random cases, which is another one each time. */
function nameOf({ suite, subject, title }: InsideTest): string {
  return `${suite}: ${subject}: ${title.replace(/ \(with seed=-?\d+\)$/, "")}`;
}

/** Lists the tests that fail, or that pass although they are listed as exceptions. */
function listFaults(runtime: string, tests: readonly InsideTest[]): readonly string[] {
  return tests.flatMap((test) => {
    const exception = findRuntimeException({ runtime, server, ...test });
    if (test.hasPassed === (exception === undefined)) return [];
    return [`${nameOf(test)}: ${exception === undefined ? test.message : `passes, although ${exception.reason}`}`];
  });
}

/** Lists the titles of exceptions that no test has. */
function listUnknown(runtime: string, tests: readonly InsideTest[]): readonly string[] {
  const titles = new Set(tests.map(({ title }) => title));
  const exceptions = RUNTIME_EXCEPTIONS.filter((each) => each.runtime === runtime && each.server === server);
  return exceptions.flatMap((each) => each.titles).filter((title) => !titles.has(title));
}

for (const runtime of RUNTIMES) {
  describe.skipIf(isSkipped(runtime))(runtime.title, () => {
    let run: InsideRun;
    beforeAll(async () => {
      run = await runInside(runtime);
      namesByRuntime.set(runtime.title, new Set(run.tests.map(nameOf)));
    }, 600_000);

    it.each(["core", "contract"] as const)("passes all tests of the %s but the listed ones", (suite) => {
      const tests = run.tests.filter((test) => test.suite === suite);
      expect(tests.length).toBeGreaterThan(0);
      expect(listFaults(runtime.title, tests)).toEqual([]);
    });

    it("has no error outside of the tests, and no exception without a test", () => {
      expect(run.errors).toEqual([]);
      expect(listUnknown(runtime.title, run.tests)).toEqual([]);
    });

    it("runs the same tests as the first runtime", () => {
      const [first = new Set<string>()] = namesByRuntime.values();
      const names = namesByRuntime.get(runtime.title)!;
      expect([...names].filter((name) => !first.has(name))).toEqual([]);
      expect([...first].filter((name) => !names.has(name))).toEqual([]);
    });
  });
}
