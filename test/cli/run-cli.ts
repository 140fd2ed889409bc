import { spawn } from "node:child_process";
import { once } from "node:events";

import manifest from "../../package.json" with { type: "json" };
import { projectPath } from "../structure/project.js";

/** The built program that `npx proxyfix` starts. */
export const PROGRAM: string = projectPath(manifest.bin.proxyfix);

/** The end of a process. */
export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Start {
  /** The text of standard input; empty by default. */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs the command line as a process, to its end. */
export async function runCli(args: readonly string[], { input = "", env = {} }: Start = {}): Promise<CliEnd> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, NODE_OPTIONS: undefined, PROXY_FIX: undefined, NO_COLOR: undefined, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr, [code]] = await Promise.all([read(child.stdout), read(child.stderr), once(child, "close")]);
  return { code: code as number | null, stdout, stderr };
}

async function read(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** The end of a wrong call that prints one line. */
export function wrongCall(line: string): CliEnd {
  return { code: 2, stdout: "", stderr: `proxyfix: ${line}\n` };
}
