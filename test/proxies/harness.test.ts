import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startInForeground } from "./harness/foreground.js";
import type { Command } from "./harness/foreground.js";
import { pickPorts } from "./harness/ports.js";
import { findProxy } from "./harness/programs.js";
import { startStack } from "./harness/stack.js";

/** A program that listens like a proxy and leaves a child process behind. */
const LISTENS = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
require("node:net").createServer().listen(Number(process.argv[1]), "127.0.0.1");`;

async function withCommand(script: string, use: (command: Command) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "proxyfix-stack-"));
  const [port = 0] = await pickPorts(1);
  const program = { title: "a program", program: process.execPath, arguments: ["-e", script, String(port)] };
  try {
    await use({ ...program, directory, port });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function isAnswering(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Lists the running processes of a group, without zombies. */
function listGroup(leader: number): string[] {
  const stats = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(readStat);
  return stats.filter((stat) => stat[2] === String(leader) && stat[0] !== "Z").map((stat) => stat.join(" "));
}

/**
 * Reads the state, parent and group of a process, which follow the name's closing parenthesis; empty if it has ended.
 */
function readStat(process: string): string[] {
  try {
    return readFileSync(`/proc/${process}/stat`, "utf8").split(") ").at(-1)?.split(" ").slice(0, 3) ?? [];
  } catch {
    return [];
  }
}

describe("starting a program in the foreground", () => {
  it("waits until it answers, and leaves neither a process nor a port in use", () =>
    withCommand(LISTENS, async (command) => {
      const running = await startInForeground(command);
      expect(await isAnswering(command.port)).toBe(true);
      expect(listGroup(running.pid)).toHaveLength(2);
      await running.stop();
      expect(await isAnswering(command.port)).toBe(false);
      await expect.poll(() => listGroup(running.pid)).toEqual([]);
    }));

  it("fails with the program's own log if it ends instead", () =>
    withCommand('console.error("no such directive"); process.exit(1);', async (command) => {
      await expect(startInForeground(command)).rejects.toThrow(/^a program did not start; its log:\nno such directive/);
    }));

  it("fails if there is no such program", () =>
    withCommand("", async (command) => {
      await expect(startInForeground({ ...command, program: "/nowhere/nginx" })).rejects.toThrow(/ENOENT/);
    }));
});

describe.skipIf(findProxy("nginx") === undefined)("a stack whose proxy does not start", () => {
  it("fails with nginx's own message if it does not start, and closes the application", async () => {
    const app = createServer();
    // HAProxy's language, which nginx cannot read.
    const layers = [{ proxy: "nginx", files: ["haproxy/bare.cfg"], listens: 8080 }] as const;
    await expect(startStack({ layers, app })).rejects.toThrow(
      /nginx \(haproxy\/bare\.cfg\) did not start; its log:\n.*emerg/,
    );
    expect(app.listening).toBe(false);
  });
});
