import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { cleanEnvironment, projectDirectory, projectPath } from "../structure/project.js";
import { readVersion, type InsideRuntime } from "./runtimes.js";

/** Random tests run to their full depth on one runtime in `npm test`; here they look for differences between engines. */
const RUNS = "300";

/** A test that ran inside a runtime. */
export interface InsideTest {
  readonly suite: "core" | "contract";
  /** The framework of the contract, or the groups around the test. */
  readonly subject: string;
  readonly title: string;
  readonly hasPassed: boolean;
  /** The first line of the failure. */
  readonly message: string;
}

/** The result of a run: its tests, and the errors outside of tests. */
export interface InsideRun {
  readonly tests: readonly InsideTest[];
  readonly errors: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** The end of a program. */
interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the core's tests and the contract inside a runtime. */
export async function runInside(runtime: InsideRuntime): Promise<InsideRun> {
  const directory = mkdtempSync(join(tmpdir(), "proxyfix-"));
  const file = join(directory, "report.json");
  const args = ["run", "--config", "test/runtimes/inside/vitest.config.ts", "--reporter=json", `--outputFile=${file}`];
  const program = spawn(runtime.program, [...runtime.args, projectPath("node_modules/vitest/vitest.mjs"), ...args], {
    cwd: projectDirectory,
    env: {
      PROXYFIX_RUNS: RUNS,
      ...cleanEnvironment(),
      PROXYFIX_RUNTIME: `${runtime.name} ${readVersion(runtime.program)}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [program.stdout, program.stderr]) stream.on("data", (text) => (output += String(text)));
  const [code] = (await once(program, "close")) as [number | null];
  try {
    return readReport(JSON.parse(readFileSync(file, "utf8")) as Report, { code, output });
  } catch (error) {
    throw new Error(`${runtime.title} wrote no report: ${output}`, { cause: error });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readReport({ testResults }: Report, { code, output }: Ended): InsideRun {
  const tests = testResults.flatMap(({ name, assertionResults }) => {
    const suite = relative(projectDirectory, name).startsWith("test/contract/") ? "contract" : "core";
    return assertionResults.map(({ ancestorTitles, title, status, failureMessages }): InsideTest => {
      const message = status === "failed" ? (failureMessages[0] ?? "").split("\n", 1)[0]! : status;
      return { suite, subject: ancestorTitles.join(", "), title, hasPassed: status === "passed", message };
    });
  });
  const empty = testResults.filter(({ assertionResults }) => assertionResults.length === 0);
  // A rejected promise that nobody awaits is the error of no test.
  const isUnexplained = code !== 0 && empty.length === 0 && tests.every(({ hasPassed }) => hasPassed);
  return {
    tests,
    errors: isUnexplained
      ? [output]
      : empty.map(({ name, message }) => `${relative(projectDirectory, name)}: ${message}`),
  };
}
