import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import net from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import ts from "typescript";
import { describe, expect, it, onTestFinished } from "vitest";

import { createDirectory } from "../frameworks/listen.js";
import { projectPath } from "../structure/project.js";

/** Writes a program that answers each request with the outcome of isUnixPeer; returns its path. */
function writeProgram(directory: string, listen: string): string {
  const source = readFileSync("src/request/unix-peer.ts", "utf8");
  const compiled = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
  });
  writeFileSync(join(directory, "unix-peer.mjs"), compiled.outputText);
  const program = join(directory, "program.mjs");
  writeFileSync(
    program,
    `import cluster from "node:cluster";
import { createServer } from "node:http";
import { isUnixPeer } from "./unix-peer.mjs";
const server = createServer((req, res) => res.end(String(isUnixPeer(req.socket))));
const ready = () => process.send("ready");
${listen}`,
  );
  return program;
}

/** Starts a program until the test ends, and waits until it is ready. */
function start(program: string, ...inherited: readonly number[]): Promise<ChildProcess> {
  return startBy([process.execPath], program, inherited);
}

async function startBy(
  [runtime = "", ...args]: readonly string[],
  program: string,
  inherited: readonly number[] = [],
): Promise<ChildProcess> {
  const child = spawn(runtime, [...args, program], { stdio: ["ignore", "inherit", "inherit", "ipc", ...inherited] });
  onTestFinished(() => {
    child.kill();
  });
  expect((await once(child, "message"))[0]).toBe("ready");
  return child;
}

async function ask(target: { socketPath: string } | { port: number }): Promise<string> {
  const [res] = (await once(get({ ...target, host: "127.0.0.1", agent: false }), "response")) as [IncomingMessage];
  return text(res);
}

/** Listens without accepting: the process that inherits the descriptor accepts. */
function createListeningHandle(path: string): { readonly fd: number } {
  type Create = (address: string, port: number, type: number) => { fd: number; close(): void };
  const handle = (net as unknown as Record<"_createServerHandle", Create>)["_createServerHandle"](path, -1, -1);
  onTestFinished(() => handle.close());
  return handle;
}

describe("isUnixPeer in another process", () => {
  it("is true on a unix-domain socket that the process inherited, as by socket activation", async () => {
    const directory = createDirectory();
    const socketPath = join(directory, "s");
    const { fd } = createListeningHandle(socketPath);
    await start(writeProgram(directory, "server.listen({ fd: 4 }, ready);"), fd);
    expect(await ask({ socketPath })).toBe("true");
  });

  it("is true on a path under Deno, and false on a port", async () => {
    const directory = createDirectory();
    const socketPath = join(directory, "s");
    const listen = `const other = createServer(server.listeners("request")[0]);
server.listen(${JSON.stringify(socketPath)}, () =>
  other.listen(0, "127.0.0.1", () => process.send(other.address().port)));`;
    const deno = [projectPath("node_modules/.bin/deno"), "run", "--allow-all", "--quiet"];
    const child = await startBy(
      deno,
      writeProgram(directory, `ready(); process.once("message", () => { ${listen} });`),
    );
    child.send("listen");
    const [port] = (await once(child, "message")) as [number];
    expect(await ask({ socketPath })).toBe("true");
    expect(await ask({ port })).toBe("false");
  });

  it("is true in a cluster's worker on a path, and false on a port", async () => {
    const directory = createDirectory();
    const program = writeProgram(
      directory,
      `if (cluster.isPrimary) {
  const worker = cluster.fork();
  worker.on("message", (message) => process.send(message));
  process.on("disconnect", () => worker.kill());
} else {
  const other = createServer(server.listeners("request")[0]);
  other.listen(0, "127.0.0.1", () => server.listen("s", () => process.send(other.address().port)));
}`,
    );
    const child = spawn(process.execPath, [program], {
      cwd: directory,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    onTestFinished(() => child.disconnect());
    const [port] = (await once(child, "message")) as [number];
    expect(await ask({ socketPath: join(directory, "s") })).toBe("true");
    expect(await ask({ port })).toBe("false");
  });

  it("is true for a socket of a path that another process accepted and sent, and false for one of a port", async () => {
    const directory = createDirectory();
    const handed = `process.on("message", (_, socket) => { server.emit("connection", socket); socket.resume(); }); ready();`;
    const child = await start(writeProgram(directory, handed));
    const listen = async (target: object): Promise<net.Server> => {
      const server = net.createServer({ pauseOnConnect: true }, (socket) => void child.send("socket", socket));
      server.listen(target);
      await once(server, "listening");
      onTestFinished(() => void server.close());
      return server;
    };
    const socketPath = join(directory, "s");
    await listen({ path: socketPath });
    const { port } = (await listen({ port: 0, host: "127.0.0.1" })).address() as net.AddressInfo;
    expect(await ask({ socketPath })).toBe("true");
    expect(await ask({ port })).toBe("false");
  });
});
