import Hapi, { type Request, type Server, type ServerOptions } from "@hapi/hapi";
import { onTestFinished } from "vitest";
import { proxyFix, type HapiOptions } from "../../../src/adapters/hapi.js";
import { formatRequest, type Answer, type HeaderLine } from "../../contract/wire.js";
import { open } from "../../frameworks/listen.js";

/** Creates a server of hapi on loopback; it stops when the test ends. */
export function createServer(settings: ServerOptions = {}): Server {
  const server = Hapi.server({ host: "127.0.0.1", port: 0, debug: false, ...settings });
  onTestFinished(() => server.stop({ timeout: 0 }));
  return server;
}

/** Creates a server whose every path is answered with a reading of the request. */
export async function createReader(
  read: (request: Request) => unknown,
  ...layers: readonly HapiOptions[]
): Promise<Server> {
  const server = createServer();
  for (const options of layers) await server.register({ plugin: proxyFix, options });
  server.route({ method: "*", path: "/{path*}", handler: (request) => JSON.stringify(read(request)) });
  return server;
}

/** Starts a server, unless it is started, and sends it a request with exactly these header lines. */
export async function visit(
  server: Server,
  target: string,
  lines: Readonly<Record<string, string>>,
  method = "GET",
): Promise<Answer> {
  if (server.info.started === 0) await server.start();
  const all: HeaderLine[] = [...Object.entries(lines), ["Connection", "close"]];
  const wire = open(server.listener);
  onTestFinished(() => wire.close());
  return wire.exchange(formatRequest(all, target, "1.1", method));
}

/** The header lines that one proxy sends, with forged values on the left. */
export const THROUGH_PROXY = {
  Host: "app:3000",
  "X-Forwarded-For": "6.6.6.6, 198.51.100.7",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "evil.example, shop.example",
  "X-Forwarded-Prefix": "/shop",
  "X-Real-IP": "6.6.6.6",
} as const;
