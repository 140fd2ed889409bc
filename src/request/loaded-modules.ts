import { createRequire } from "node:module";

/**
 * Lists the exports of the CommonJS modules that the process has loaded from files of this name, such as
 * `lib/request.js`: the prototypes of every copy of a framework. A bundled framework has no such module.
 */
export function listLoaded(name: string): object[] {
  return Object.values(readCache())
    .filter((module) => module?.filename?.replaceAll("\\", "/").endsWith(`/${name}`))
    .map((module): unknown => module?.exports)
    .filter((exported) => typeof exported === "object" && exported !== null);
}

/** All modules share one cache; the path has no meaning here. Another runtime may have no such cache. */
function readCache(): Partial<NodeJS.Require["cache"]> {
  try {
    return (createRequire("/") as Partial<NodeJS.Require>).cache ?? {};
  } catch {
    return {};
  }
}
