import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connect as connectTls } from "node:tls";
import { allCases } from "../contract/all-cases.js";
import type { Theatre } from "../contract/check.js";
import { requestHttp2, type Transport } from "../contract/stage.js";
import { Wire, type HeaderLine } from "../contract/wire.js";
import { createCertificate } from "../proxies/harness/certificate.js";
import { projectDirectory, projectPath } from "../structure/project.js";
import type { Addresses } from "./runtime.js";

const COMMANDS = {
  Bun: ["bun", "run"],
  // Sources import each other by the names of the build.
  Deno: ["deno", "run", "--allow-all", "--quiet", "--unstable-sloppy-imports"],
} as const;

/** A runtime with servers of its own. */
export type Runtime = keyof typeof COMMANDS;

/** The program of a runtime, running. */
export class Troupe {
  readonly #process: ChildProcess;
  readonly #directory: string;
  readonly addresses: Addresses;

  constructor(process: ChildProcess, directory: string, addresses: Addresses) {
    this.#process = process;
    this.#directory = directory;
    this.addresses = addresses;
  }

  /** Opens a connection of HTTP/1 from a client's address; a unix-domain socket has none. */
  open(transport: Transport, from = "127.0.0.1"): Wire {
    return new Wire(this.#connect(transport, from));
  }

  #connect(transport: Transport, from: string): Socket {
    const address = this.addresses[transport]!;
    if (typeof address === "string") return connect(address);
    const socket = connect({ host: "127.0.0.1", port: address, localAddress: from });
    return transport === "https" ? connectTls({ socket, rejectUnauthorized: false }) : socket;
  }

  /** Returns the cases' way to the applications of one adapter. */
  asTheatre(kind: "fetch" | "Hono"): Theatre {
    return {
      route: async (layers): Promise<HeaderLine[]> => {
        return [["x-test-app", `${kind}-${allCases.findIndex((each) => each.layers === layers)}`]];
      },
      open: async (transport, from) => this.open(transport, from),
      exchangeHttp2: (transport, headers) => requestHttp2(transport, this.addresses[transport] as number, headers),
    };
  }

  async close(): Promise<void> {
    const closed = once(this.#process, "close");
    this.#process.kill();
    await closed;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Starts the program of a runtime. */
export async function startTroupe(runtime: Runtime): Promise<Troupe> {
  const directory = mkdtempSync(join(tmpdir(), "proxyfix-"));
  createCertificate(directory);
  const [command, ...args] = COMMANDS[runtime];
  const program = spawn(
    projectPath(`node_modules/.bin/${command}`),
    [...args, projectPath("test/runtimes/program.ts"), directory],
    { cwd: projectDirectory, stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines = createInterface(program.stdout);
  const [line] = (await Promise.race([once(lines, "line"), once(program, "close")])) as [unknown];
  if (typeof line !== "string") throw new Error(`${runtime} ended before its servers listened`);
  return new Troupe(program, directory, JSON.parse(line) as Addresses);
}
