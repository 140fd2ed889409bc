import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The project's own directory. */
export const projectDirectory: string = fileURLToPath(new URL("../..", import.meta.url));

/** A path in the project. */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Runs a program to its end and gives its exit code and everything that it printed. */
export function run(
  program: string,
  args: readonly string[],
  directory: string,
): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: directory,
    encoding: "utf8",
    timeout: 60_000,
    env: cleanEnvironment(),
  });
  if (error !== undefined) throw error;
  return { code: status, output: `${stdout}${stderr}` };
}

/** Without the settings of the npm and the vitest that started this process: what is run here stands alone. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|TEST$)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: "1" };
}

/** Runs one of the development tools that package.json names. */
export function runTool(tool: string, args: readonly string[], directory: string): ReturnType<typeof run> {
  return run(projectPath(`node_modules/.bin/${tool}`), args, directory);
}
