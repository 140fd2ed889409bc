import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { connect as connectTls } from "node:tls";
import { allCases } from "../../contract/all-cases.js";
import type { Case } from "../../contract/cases.js";
import type { Theatre } from "../../contract/check.js";
import type { Transport } from "../../contract/stage.js";
import { Wire, type Answer, type HeaderLine } from "../../contract/wire.js";
import { createCertificate } from "../../proxies/harness/certificate.js";
import { writeFiles } from "../../structure/temporary-directory.js";
import { EDGE_PROGRAM } from "../runtimes.js";
import { formatJson, type Vector } from "../vector.js";
import { bundleWorker } from "./bundle.js";
import { formatSelection, SELECTION } from "./selection.js";

/** The sockets of the configuration that listen on a port. */
const PORTS = ["http", "https"] as const;

const ECHO = `export default { fetch: ({ headers }) => Response.json(Object.fromEntries(headers)) };`;

/** No compatibility flag: the program has no module of Node. The network is empty: it sends nothing. */
function formatConfig(directory: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "echo", worker = .echo),
    (name = "internet", network = (allow = [])),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:0", http = (), service = "main"),
    (name = "https", address = "127.0.0.1:0", service = "main", https = (
      options = (),
      tlsOptions = (keypair = (privateKey = embed "key.pem", certificateChain = embed "cert.pem")),
    )),
    (name = "unix", address = "unix:${join(directory, "app.sock")}", http = (), service = "main"),
  ],
);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  bindings = [(name = "ECHO", service = "echo")],
  compatibilityDate = "2026-01-01",
);
const echo :Workerd.Worker = (
  modules = [(name = "echo", esModule = embed "echo.js")],
  compatibilityDate = "2026-01-01",
);
`;
}

/** The edge runtime with its program, running. */
export class EdgeServer {
  readonly #process: ChildProcess;
  readonly #directory: string;
  readonly #ports: ReadonlyMap<string, number>;

  constructor(process: ChildProcess, directory: string, ports: ReadonlyMap<string, number>) {
    this.#process = process;
    this.#directory = directory;
    this.#ports = ports;
  }

  /** Resolves vectors by the core in the worker. */
  async resolveVectors(vectors: readonly Vector[]): Promise<readonly unknown[]> {
    const body = formatJson(vectors);
    const answer = await fetch(`http://127.0.0.1:${this.#ports.get("http")}/`, { method: "POST", body });
    return (await answer.json()) as readonly unknown[];
  }

  /** Opens a connection of HTTP/1. */
  open(transport: Transport): Wire {
    return new Wire(this.#connect(transport));
  }

  #connect(transport: Transport): Socket {
    if (transport === "unix") return connect(join(this.#directory, "app.sock"));
    const socket = connect(this.#ports.get(transport === "https" ? "https" : "http")!, "127.0.0.1");
    return transport === "https" ? connectTls({ socket, rejectUnauthorized: false }) : socket;
  }

  /** Returns the way of a case to its application. */
  asTheatre(each: Case): Theatre {
    const app = allCases.indexOf(each);
    return {
      route: async (): Promise<HeaderLine[]> => [[SELECTION, formatSelection({ app, peer: findPeer(each) })]],
      open: async (transport) => this.open(transport),
      exchangeHttp2: () => this.#greetHttp2(),
    };
  }

  /** Sends the first bytes of a connection of HTTP/2; an answer would be a frame, which is none of HTTP/1. */
  async #greetHttp2(): Promise<Answer> {
    const wire = this.open("http");
    try {
      return await wire.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0");
    } finally {
      wire.close();
    }
  }

  async close(): Promise<void> {
    const closed = once(this.#process, "close");
    this.#process.kill();
    await closed;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Returns the peer of a case as a socket of Node would report it. */
function findPeer({ over, from = "127.0.0.1" }: Case): string {
  if (over === "unix") return "unix";
  return over === "dual-stack" ? `::ffff:${from}` : from;
}

/**
 * Starts the edge runtime on ports that it chooses.
 *
 * @throws {Error} if it ends before it listens
 */
export async function startEdgeServer(): Promise<EdgeServer> {
  const worker = await bundleWorker();
  const directory = mkdtempSync(join(tmpdir(), "proxyfix-"));
  createCertificate(directory);
  writeFiles(directory, { "worker.js": worker, "echo.js": ECHO, "config.capnp": formatConfig(directory) });
  const args = ["serve", "--control-fd=3", join(directory, "config.capnp")];
  const program = spawn(EDGE_PROGRAM, args, { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  return new EdgeServer(program, directory, await readPorts(program));
}

/** Reads the ports: the runtime writes one line of JSON for each socket. */
async function readPorts(program: ChildProcess): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  for await (const line of createInterface(program.stdio[3] as Readable)) {
    const { socket, port } = JSON.parse(line) as { readonly socket: string; readonly port: number };
    ports.set(socket, port);
    if (PORTS.every((name) => ports.has(name))) return ports;
  }
  throw new Error("the edge runtime ended before its servers listened");
}
