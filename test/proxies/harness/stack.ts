import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate } from "./certificate.js";
import { APP_PORT, LISTENER_PORTS, placeConfiguration, readConfiguration } from "./configuration.js";
import type { Places } from "./configuration.js";
import { startInForeground } from "./foreground.js";
import type { Running } from "./foreground.js";
import { FRAMES } from "./frames.js";
import { pickPorts } from "./ports.js";
import { findProxy } from "./programs.js";
import type { ProxyName } from "./programs.js";

/** One proxy of a chain, with the files of its configuration and the documented port that it listens on. */
export interface Layer {
  readonly proxy: ProxyName;
  /** Names under test/proxies/configs. */
  readonly files: readonly string[];
  /** 8080 or 8443 for the outermost, 8081 or 8082 for the others. */
  readonly listens: number;
  /** Returns the text of a file; that under test/proxies/configs by default. */
  readonly read?: (file: string) => string;
}

/** The parts of a stack. */
export interface StackPlan {
  /** From the client to the application. */
  readonly layers: readonly Layer[];
  /** Whether the application listens on a unix-domain socket. */
  readonly unix?: boolean;
  /** The application, if it is a server of this process. */
  readonly app?: Server;
  /** Starts the application as a separate program, on a port. @param directory - a writable directory */
  readonly startApp?: (port: number, directory: string) => Promise<Running>;
  /** The directory of the CGI programs. */
  readonly programs?: string;
}

/** Running proxies and their application. */
export interface Stack {
  /** The port in use for a documented one. */
  port(documented: number): number;
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts the application and the proxies in front of it, the innermost first, and waits until each of them answers.
 *
 * @throws {Error} with the proxy's own log if one does not start; the started ones are ended first
 */
export async function startStack(plan: StackPlan): Promise<Stack> {
  const directory = mkdtempSync(join(tmpdir(), "proxyfix-stack-"));
  chmodSync(directory, 0o755);
  const places = await choosePlaces(directory, plan);
  const running: Running[] = [];
  // The server does not close upgraded connections.
  const sockets = new Set<Socket>();
  plan.app?.on("connection", (socket) => sockets.add(socket.once("close", () => sockets.delete(socket))));
  const stop = async (): Promise<void> => {
    for (const proxy of running.reverse()) await proxy.stop();
    for (const socket of sockets) socket.destroy();
    await closeApp(plan.app);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await listen(plan, places);
    if (plan.startApp !== undefined) running.push(await plan.startApp(portOf(places, APP_PORT), directory));
    for (const layer of plan.layers.toReversed()) running.push(await startLayer(layer, directory, places));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port: (documented) => portOf(places, documented),
    log: () => running.map((it) => it.log()).join("\n"),
    stop,
  };
}

async function choosePlaces(directory: string, plan: StackPlan): Promise<Places> {
  const documented = [APP_PORT, ...LISTENER_PORTS];
  const used = await pickPorts(documented.length);
  return {
    ports: new Map(documented.map((port, at) => [port, used[at] as number])),
    appSocket: join(directory, "app.sock"),
    certificate: createCertificate(directory),
    programs: plan.programs ?? directory,
  };
}

async function startLayer(layer: Layer, directory: string, places: Places): Promise<Running> {
  const program = findProxy(layer.proxy);
  if (program === undefined) throw new Error(`${layer.proxy} is not installed`);
  const own = join(directory, `${layer.proxy}-${layer.listens}`);
  mkdirSync(own, { mode: 0o755 });
  const read = layer.read ?? readConfiguration;
  const files = new Map(layer.files.map((name) => [baseName(name), placeConfiguration(read(name), places)]));
  const port = portOf(places, layer.listens);
  const frame = FRAMES[layer.proxy](own, files, port);
  return startInForeground({
    title: `${layer.proxy} (${layer.files.join(", ")})`,
    program,
    directory: own,
    port,
    ...frame,
  });
}

function listen(plan: StackPlan, places: Places): Promise<void> {
  const { app, unix = false } = plan;
  if (app === undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    app.once("error", reject);
    app.listen(unix ? { path: places.appSocket } : { host: "127.0.0.1", port: portOf(places, APP_PORT) }, () => {
      // The proxy's workers run as another user.
      if (unix) chmodSync(places.appSocket, 0o777);
      resolve();
    });
  });
}

function closeApp(app: Server | undefined): Promise<void> {
  if (app === undefined || !app.listening) return Promise.resolve();
  return new Promise((resolve) => app.close(() => resolve()));
}

function portOf(places: Places, documented: number): number {
  const port = places.ports.get(documented);
  if (port === undefined) throw new Error(`no port stands for ${documented}`);
  return port;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
