import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { formatRequest, Wire, type Answer, type HeaderLine } from "../contract/wire.js";

/** A running application and its client. */
export interface Running {
  readonly server: Server;
  /** Sends a request with these header lines, after `Host: app:3000`. */
  get(target: string, lines?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Opens a connection, for exact bytes. */
  open(): Wire;
}

/** Serves on loopback until the test ends. */
export async function serve(listener: RequestListener | Server): Promise<Running> {
  const server = typeof listener === "function" ? createServer(listener) : listener;
  if (!server.listening) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  const wires: Wire[] = [];
  onTestFinished(() => {
    for (const wire of wires) wire.close();
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const open = (): Wire => {
    const wire = new Wire(connect((server.address() as AddressInfo).port, "127.0.0.1"));
    wires.push(wire);
    return wire;
  };
  const get: Running["get"] = (target, lines = {}) =>
    open().exchange(formatRequest([HOST, ...Object.entries(lines), CLOSE], target));
  return { server, get, open };
}

const HOST: HeaderLine = ["Host", "app:3000"];
const CLOSE: HeaderLine = ["Connection", "close"];

/** The headers that one proxy sends, with forged values on the left. */
export const THROUGH_PROXY = {
  "X-Forwarded-For": "6.6.6.6, 198.51.100.7",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "evil.example, example.com",
  "X-Forwarded-Prefix": "/shop",
  "X-Real-IP": "6.6.6.6",
} as const;

/** The options that fit {@link THROUGH_PROXY}, without the prefix. */
export const ONE_PROXY = { xHost: 1 } as const;
