import { existsSync } from "node:fs";
import { projectPath } from "../structure/project.js";

/*
 * Some tests run tools that no other test needs: old compilers, and Jest with all that it installs. They are large, and
 * each compiler would replace the project's own `tsc`, so they have a folder of their own, which `npm run install:tools`
 * fills.
 */

/** A missing tool is a failure with PROXYFIX_REQUIRE_TOOLS=1, and a skipped test without it. */
const areRequired = process.env["PROXYFIX_REQUIRE_TOOLS"] === "1";

/** The path of a file in the tools' folder. */
export function toolPath(path: string): string {
  return projectPath(`test/package/tools/node_modules/${path}`);
}

/** Returns whether to run a test: not if the file of its tool is missing and may be. */
export function shouldRun(file: string): boolean {
  return areRequired || existsSync(file);
}
