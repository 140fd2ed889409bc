import { existsSync } from "node:fs";
import { projectDirectory, projectPath, run } from "../structure/project.js";

/** A runtime that runs vitest inside itself. */
export interface InsideRuntime {
  /** The name in the table; the version follows it. */
  readonly name: "Node" | "Bun" | "Deno";
  /** The name in titles and in the list of exceptions. */
  readonly title: string;
  readonly program: string;
  /** The arguments in front of the path of a program. */
  readonly args: readonly string[];
}

/** The versions of Node that scripts/install-nodes.sh installs. */
const NODES = ["20", "22", "24", "26"];

/** The runtimes, in the order of the table. */
export const RUNTIMES: readonly InsideRuntime[] = [
  ...NODES.map((major): InsideRuntime => {
    const program = projectPath(`.nodes/${major}/node_modules/node/bin/node`);
    return { name: "Node", title: `Node ${major}`, program, args: [] };
  }),
  { name: "Bun", title: "Bun", program: projectPath("node_modules/.bin/bun"), args: ["--bun", "run"] },
  {
    name: "Deno",
    title: "Deno",
    program: projectPath("node_modules/.bin/deno"),
    args: ["run", "--allow-all", "--quiet"],
  },
];

/** The edge runtime, which runs a bundled program. */
export const EDGE_PROGRAM: string = projectPath("node_modules/.bin/workerd");

/** A missing runtime is a failure with PROXYFIX_REQUIRE_NODES=1, and a skipped test without it. */
const isRequired = process.env["PROXYFIX_REQUIRE_NODES"] === "1";

/** Returns whether the tests of a runtime are skipped: it is missing and not required. */
export function isSkipped({ program }: Pick<InsideRuntime, "program">): boolean {
  return !isRequired && !existsSync(program);
}

/**
 * Reads the version that a program reports.
 *
 * @throws {Error} if it reports none
 */
export function readVersion(program: string): string {
  const { output } = run(program, ["--version"], projectDirectory);
  const version = /\d+([.-]\d+){2}/.exec(output)?.[0];
  if (version === undefined) throw new Error(`${program} reports no version: ${output}`);
  return version;
}
