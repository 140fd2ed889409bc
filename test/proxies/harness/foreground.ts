import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

/** A program to run, and its address. */
export interface Command {
  /** Name for messages. */
  readonly title: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The loopback port that answers when the program is ready. */
  readonly port: number;
}

/** A program that runs in the foreground, as a child process. */
export interface Running {
  /** The process, which leads its own process group. */
  readonly pid: number;
  /** All output of the program so far, from both streams. */
  log(): string;
  /** Ends the program and its child processes, and waits until they have ended. */
  stop(): Promise<void>;
}

const LOG_LIMIT = 65_536;
const CONNECT_TRIES = 400;
const BACKOFF_MILLISECONDS = 25;
const PATIENCE_MILLISECONDS = 5_000;

/**
 * Starts a program and waits until it accepts connections.
 *
 * @throws {Error} with the program's own log if it ends, or does not answer, before that
 */
export async function startInForeground(command: Command): Promise<Running> {
  const path = join(command.directory, "output.log");
  // A file and not a pipe: Apache and Squid open /dev/stderr by name, which Node's pipes do not allow.
  const output = openSync(path, "a");
  // Its own process group, so that workers that outlive their master can be ended too.
  const child = spawn(command.program, command.arguments, {
    cwd: command.directory,
    detached: true,
    stdio: ["ignore", output, output],
    env: { ...process.env, ...command.environment },
  });
  closeSync(output);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(new Error(`${command.title} did not start; its log:\n${error.message}`)));
  });
  const log = (): string => readFileSync(path, "utf8").slice(-LOG_LIMIT);
  const endWithUs = (): void => signalGroup(child, "SIGKILL");
  process.once("exit", endWithUs);
  const stop = async (): Promise<void> => {
    process.removeListener("exit", endWithUs);
    await end(child);
  };
  if (!(await answers(child, command.port))) {
    await stop();
    throw new Error(`${command.title} did not start; its log:\n${log() || "(empty)"}`);
  }
  return { pid: child.pid ?? 0, log, stop };
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  for (let tried = 0; tried < CONNECT_TRIES && isAlive(child); tried += 1) {
    if (await canConnect(port)) return isAlive(child);
    await new Promise((resolve) => setTimeout(resolve, BACKOFF_MILLISECONDS));
  }
  return false;
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess): Promise<void> {
  if (isAlive(child)) {
    const ended = once(child, "exit");
    const impatience = setTimeout(() => signalGroup(child, "SIGKILL"), PATIENCE_MILLISECONDS);
    signalGroup(child, "SIGTERM");
    await ended;
    clearTimeout(impatience);
  }
  signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has no process left.
  }
}
