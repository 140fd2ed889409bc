import { once } from "node:events";
import {
  connect,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type OutgoingHttpHeaders,
} from "node:http2";
import type { Server } from "node:http";
import { proxyFix, proxyFixServer, type NodeOptions } from "../../src/adapters/node.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import type { Answer } from "../contract/wire.js";
import { ownProperties } from "../reference/request.js";
import { openConnection } from "./connection.js";
import type { Received } from "./received.js";
import { PLACE, readAll } from "./visit.js";

/** One connection to a server of node:http2, without TLS. */
export interface Http2Visit {
  readonly options: NodeOptions;
  readonly wraps: "listener" | "server";
  readonly peerAddress: string | undefined;
  /** The requests, all sent at once. */
  readonly requests: readonly OutgoingHttpHeaders[];
}

/** A request that arrived, and its answer; undefined if the stream was reset. */
export interface Http2Exchange {
  readonly received: Received;
  readonly answer: Answer | undefined;
}

/** Sends requests over one connection. Node's client refuses some of them, and its server resets others: they are left out. */
export async function visitHttp2({
  options,
  wraps,
  peerAddress,
  requests,
}: Http2Visit): Promise<readonly Http2Exchange[]> {
  const arrived = new Map<number, Received>();
  const errors: Error[] = [];
  const [client, socket] = await openConnection(peerAddress, "127.0.0.1");
  createApplication(options, wraps, arrived, errors).emit("connection", socket);
  const session = connect("http://app.test", { createConnection: () => client });
  session.on("error", () => undefined);
  try {
    const answers = await Promise.all(
      requests.map((headers, at) => exchange(session, { ...headers, [PLACE]: String(at) })),
    );
    if (errors[0] !== undefined) throw errors[0];
    return [...arrived].map(([at, received]) => ({ received, answer: answers[at] }));
  } finally {
    session.destroy();
    socket.destroy();
  }
}

function createApplication(
  options: NodeOptions,
  wraps: Http2Visit["wraps"],
  arrived: Map<number, Received>,
  errors: Error[],
): Http2Server {
  const application = (req: Http2ServerRequest, res: Http2ServerResponse): void =>
    void res.end(JSON.stringify(readAll(req)));
  const listener =
    wraps === "listener"
      ? proxyFix<Http2ServerRequest, Http2ServerResponse>(application as never, options)
      : application;
  const server = createServer(listener as never);
  if (wraps === "server") proxyFixServer(server, options);
  const emit = server.emit.bind(server) as Server["emit"];
  server.emit = ((event: string, ...args: [unknown, ...unknown[]]): boolean => {
    if (event === "request") record(args[0] as Http2ServerRequest, arrived);
    try {
      return emit(event, ...args);
    } catch (error) {
      errors.push(error as Error);
      (args[1] as Http2ServerResponse | undefined)?.stream.destroy();
      return true;
    }
  }) as typeof server.emit;
  return server;
}

function record(req: Http2ServerRequest, arrived: Map<number, Received>): void {
  const { remoteAddress, remotePort } = req.socket;
  arrived.set(Number(req.headers[PLACE]), {
    method: req.method,
    target: (req.url as string | undefined) ?? "",
    version: 2,
    claimedVersion: 2,
    peerAddress: remoteAddress,
    peerPort: remotePort,
    rawHeaders: [...req.rawHeaders],
    headers: ownProperties(req.headers as HeaderFields),
  });
}

async function exchange(
  session: ReturnType<typeof connect>,
  headers: OutgoingHttpHeaders,
): Promise<Answer | undefined> {
  try {
    const stream = session.request(headers, { endStream: true }).setEncoding("utf8");
    const [received] = (await once(stream, "response")) as [Record<string, string>];
    let body = "";
    for await (const chunk of stream) body += chunk as string;
    return { status: Number(received[":status"]), headers: received, body };
  } catch {
    return undefined;
  }
}
