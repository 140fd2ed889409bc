import { cpSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { projectPath, run } from "../structure/project.js";
import { createTemporaryDirectory, writeFiles } from "../structure/temporary-directory.js";

/** The package as it would be published, and a project that has installed it. */
export interface PackedProject {
  readonly tarball: string;
  /** A project with the package, its dependencies and nothing else in node_modules. */
  readonly consumer: string;
  /** The package inside that project. */
  readonly installed: string;
  readonly remove: () => void;
}

/** The files of a subpath in `exports`. */
export interface Subpath {
  readonly import: string;
  readonly require: string;
}

const { "./package.json": _ownManifest, ...exported } = manifest.exports;

/** The public modules: `exports` in package.json is the only list of them. */
export const subpaths: readonly (readonly [string, Subpath])[] = Object.entries(exported);

/** Every specifier by which the package can be imported. */
export const specifiers: readonly string[] = subpaths.map(([subpath]) => `proxyfix${subpath.slice(1)}`);

/** The module that is loaded for its effect: it exports nothing. */
export const LOADED = "proxyfix/register";

/** The adapters among the specifiers, with their places there. */
export function listAdapters(): readonly { readonly specifier: string; readonly at: number }[] {
  return specifiers
    .map((specifier, at) => ({ specifier, at }))
    .filter(
      ({ at, specifier }) => subpaths[at]?.[1].require.startsWith("./dist/cjs/adapters/") && specifier !== LOADED,
    );
}

/**
 * Packs the project and installs the tarball.
 *
 * It packs a copy, so that neither a running build nor a stale one in dist/ matters, and installs the dependencies from
 * the project's own node_modules, so that no registry is needed.
 */
export function packProject(): PackedProject {
  const directory = createTemporaryDirectory();
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const copy = join(directory, "copy");
    const consumer = join(directory, "consumer");
    copyProject(copy);
    runNpm(["pack", "--pack-destination", directory], copy);
    const tarball = join(directory, readdirSync(directory).find((name) => name.endsWith(".tgz")) ?? "no tarball");
    writeFiles(consumer, { "package.json": consumerManifest(tarball) });
    runNpm(["install", "--offline", "--install-links", "--ignore-scripts"], consumer);
    return { tarball, consumer, installed: join(consumer, "node_modules", "proxyfix"), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyProject(target: string): void {
  const settings = readdirSync(projectPath("")).filter((name) => /^tsconfig.*\.json$/.test(name));
  const shipped = manifest.files.filter((name) => name !== "dist");
  for (const name of ["package.json", "src", "scripts", ...settings, ...shipped]) {
    cpSync(projectPath(name), join(target, name), { recursive: true });
  }
  symlinkSync(projectPath("node_modules"), join(target, "node_modules"));
}

function consumerManifest(tarball: string): string {
  const local = ["forwarded", "ipaddr.js", "proxy-addr"].map(
    (name) => [name, `file:${projectPath(`node_modules/${name}`)}`] as const,
  );
  const dependencies = { proxyfix: `file:${tarball}`, ...Object.fromEntries(local) };
  return JSON.stringify({ name: "consumer", private: true, dependencies });
}

function runNpm(args: readonly string[], directory: string): void {
  const { code, output } = run("npm", args, directory);
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${output}`);
}
