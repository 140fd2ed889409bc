import { relative } from "node:path";
import { rolldown, type Plugin } from "rolldown";
import { projectPath } from "../../structure/project.js";

const SOURCES = projectPath("src/");

/** Replaces each source by its file in the build, so that the runtime runs the code that is shipped. */
const fromBuild: Plugin = {
  name: "from-build",
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    if (found === null || !found.id.startsWith(SOURCES)) return found;
    return projectPath(`dist/cjs/${relative(SOURCES, found.id).replace(/\.ts$/, ".js")}`);
  },
};

/**
 * Bundles the program of the edge runtime, as one module.
 *
 * @throws {Error} if a module of Node is imported: the runtime has none
 */
export async function bundleWorker(): Promise<string> {
  const bundle = await rolldown({
    input: projectPath("test/runtimes/edge/worker.ts"),
    platform: "browser",
    tsconfig: projectPath("tsconfig.test.json"),
    plugins: [fromBuild],
    logLevel: "warn",
  });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  const [{ code, imports }] = output;
  if (imports.length > 0) throw new Error(`the bundle imports ${imports.join(", ")}`);
  return code;
}
