import type { RunnerTestCase } from "vitest";
import type { Reporter, Vitest } from "vitest/node";

/**
 * Gives a test file that cannot be loaded a failed test: Stryker counts tests, and would take a mutant that breaks the
 * loading of its module for one that no test finds.
 */
export class ModuleFailures implements Reporter {
  #vitest: Vitest | undefined = undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(): void {
    for (const file of this.#vitest?.state.getFiles() ?? []) {
      if (file.result?.state !== "fail" || file.tasks.length > 0) continue;
      const test = {
        type: "test",
        id: `${file.id}_load`,
        name: "can be loaded",
        mode: "run",
        result: file.result,
        file,
      };
      file.tasks.push(test as unknown as RunnerTestCase);
    }
  }
}
