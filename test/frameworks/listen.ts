import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import https from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { onTestFinished } from "vitest";
import { createCertificate } from "../proxies/harness/certificate.js";
import { Wire } from "../contract/wire.js";

/** Listens on loopback, or on a path, until the test ends; upgraded sockets are closed then too. */
export async function listen(server: Server, path?: string): Promise<Server> {
  server.listen(path === undefined ? { port: 0, host: "127.0.0.1" } : { path });
  await once(server, "listening");
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return server;
}

/** Connects to a server by its own transport. */
export function open(server: Server): Wire {
  const address = server.address();
  const socket = typeof address === "string" ? connect(address) : connect((address as AddressInfo).port, "127.0.0.1");
  return new Wire(server instanceof https.Server ? connectTls({ socket, rejectUnauthorized: false }) : socket);
}

/** Creates a directory that is deleted when the test ends. */
export function createDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "proxyfix-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Creates a server of https with its own certificate. */
export function createTlsServer(): Server {
  const { certificate, key } = createCertificate(createDirectory());
  return https.createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
}
