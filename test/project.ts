import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The project's own directory. */
export const projectDirectory: string = fileURLToPath(new URL("..", import.meta.url));

/** A path in the project. */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
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
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", NODE_OPTIONS: "" },
  });
  if (error !== undefined) throw error;
  return { code: status, output: `${stdout}${stderr}` };
}

/** Runs one of the development tools that package.json names. */
export function runTool(tool: string, args: readonly string[], directory: string): ReturnType<typeof run> {
  return run(projectPath(`node_modules/.bin/${tool}`), args, directory);
}
