import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { projectPath } from "../../structure/project.js";

/** How a program is started. */
export interface Start {
  /** The program under test/adapters/register/programs. */
  readonly program: string;
  /** Arguments of the runtime, in front of the program; by default `--import proxyfix/register`. */
  readonly load?: readonly string[];
  /** Arguments of the program. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** By default this Node. */
  readonly runtime?: string;
  /** By default the project's directory. */
  readonly cwd?: string;
}

/** Loads the module on Node. */
export const IMPORT: readonly string[] = ["--import", "proxyfix/register"];

/** Starts a program and returns the port that it prints; the program ends with the test. */
export async function startProgram(start: Start): Promise<number> {
  const child = spawnProgram(start);
  onTestFinished(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (/^\d+$/.test(line)) return Number(line);
  }
  throw new Error(`${start.program} ended before it listened`);
}

/** The end of a program. */
export interface Ending {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end. */
export async function runProgram(start: Start): Promise<Ending> {
  const child = spawnProgram(start);
  const read = async (stream: AsyncIterable<unknown>): Promise<string> => {
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    return text;
  };
  const [output, errors, [code]] = await Promise.all([read(child.stdout), read(child.stderr), once(child, "exit")]);
  return { code: code as number | null, output, errors };
}

function spawnProgram({ program, load = IMPORT, args = [], env, runtime = process.execPath, cwd }: Start) {
  return spawn(runtime, [...load, projectPath(`test/adapters/register/programs/${program}`), ...args], {
    cwd: cwd ?? projectPath(""),
    env: { ...process.env, NODE_OPTIONS: undefined, PROXY_FIX: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
