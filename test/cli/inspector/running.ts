import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

import { PROGRAM, type CliEnd } from "../run-cli.js";

/** A running `npx proxyfix inspector`. */
export interface RunningInspector {
  /** The URL that it has printed, with the token if there is one. */
  readonly url: URL;
  /** Everything that it has printed until it listened. */
  readonly printed: string;
  /** Sends it a signal and waits for its end. */
  end(signal: NodeJS.Signals): Promise<CliEnd>;
}

/** Starts the inspector on a free port of loopback; it ends with the test. */
export async function startInspector(
  args: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<RunningInspector> {
  const child = spawn(process.execPath, [PROGRAM, "inspector", "--port", "0", ...args], {
    env: { ...process.env, NODE_OPTIONS: undefined, NODE_ENV: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const written = { stdout: "", stderr: "" };
  child.stderr.on("data", (chunk) => (written.stderr += String(chunk)));
  const closed = once(child, "close");
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      written.stdout += String(chunk);
      if (written.stdout.includes("Ctrl-C")) resolve();
    });
    closed.then(() => reject(new Error(`it ended: ${written.stderr}`)), reject);
  });
  const url = new URL(/^The inspector listens: (\S+)$/m.exec(written.stdout)![1]!);
  const end = async (signal: NodeJS.Signals): Promise<CliEnd> => {
    child.kill(signal);
    const [code] = (await closed) as [number | null];
    return { code, ...written };
  };
  return { url, printed: written.stdout, end };
}
