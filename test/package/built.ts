import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { projectPath } from "../structure/project.js";
import { subpaths } from "./packed-project.js";

/** A public module as `npm run build` has written it. */
export interface BuiltModule {
  /** `proxyfix/express`, for example. */
  readonly specifier: string;
  /** `express`, for example; `index` for the root. */
  readonly name: string;
  /** The paths of its entry of ES modules and of the declarations. */
  readonly entry: string;
  readonly declarations: string;
}

/**
 * Lists the public modules in dist/.
 *
 * @throws {Error} if dist/ is missing or older than a source: a test must not report the state of yesterday
 */
export function listBuilt(): readonly BuiltModule[] {
  const modules = subpaths.map(([subpath, files]) => ({
    specifier: `proxyfix${subpath.slice(1)}`,
    name: subpath === "." ? "index" : subpath.slice("./".length),
    entry: projectPath(files.import),
    declarations: projectPath(files.import.replace(/\.js$/, ".d.ts")),
  }));
  const built = Math.min(...modules.map(({ entry }) => (existsSync(entry) ? statSync(entry).mtimeMs : 0)));
  if (built < readNewestChange(projectPath("src"))) throw new Error("dist/ is older than src/: run `npm run build`");
  return modules;
}

/** Returns the time of the last change of a file under a folder, in milliseconds. */
function readNewestChange(folder: string): number {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Math.max(...paths.map((path) => statSync(join(folder, path))).map(({ mtimeMs }) => mtimeMs));
}
