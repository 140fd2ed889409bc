/** The package as it is built, loaded by each runtime by its name, without any other tool. */
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { projectDirectory, projectPath, run } from "../structure/project.js";
import { createFixture } from "../structure/temporary-directory.js";
import { isSkipped, RUNTIMES } from "./runtimes.js";
import { formatJson } from "./vector.js";
import { listOutcomes, VECTORS } from "./vectors.js";

interface Loaded {
  /** The subpaths that `import` and `require` loaded as the same functions. */
  readonly subpaths: readonly string[];
  readonly outcomes: readonly unknown[];
}

/** The modules that a program may load without an effect: register changes the servers of the process. */
const SUBPATHS = Object.keys(manifest.exports).filter((path) => !["./package.json", "./register"].includes(path));

describe.each(RUNTIMES.map((runtime) => [runtime.title, runtime] as const))("%s", (_title, runtime) => {
  it.skipIf(isSkipped(runtime))("loads every module by import and by require, and resolves the vectors", () => {
    const directory = createFixture({ "input.json": formatJson({ subpaths: SUBPATHS, vectors: VECTORS }) });
    const program = projectPath("test/runtimes/programs/load-package.mjs");
    const { code, output } = run(runtime.program, [...runtime.args, program, directory], projectDirectory);
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    const { subpaths, outcomes } = JSON.parse(output) as Loaded;
    expect(subpaths).toEqual(SUBPATHS);
    expect(outcomes).toEqual(listOutcomes());
  });
});
