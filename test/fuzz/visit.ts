import { createServer, IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { proxyFix, proxyFixServer, resolutionOf, type NodeOptions, type NodeRequest } from "../../src/adapters/node.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import { pairLines } from "../contract/seen.js";
import { copyFields } from "../reference/both.js";
import { ownProperties } from "../reference/request.js";
import { parse } from "../request/parsed-request.js";
import { openConnection } from "./connection.js";
import { readView } from "./received.js";

/** A header with the place of a request: of an answer over HTTP/1, of the request itself over HTTP/2. */
export const PLACE = "x-fuzz-place";

/** One connection to a server of node:http. */
export interface Visit {
  readonly options: NodeOptions;
  /** Whether proxyFix wraps the listener, or proxyFixServer the server. */
  readonly wraps: "listener" | "server";
  /** Replaces the socket's address, unless it is `OWN_PEER`. */
  readonly peerAddress: string | undefined;
  /** The client's own address. */
  readonly from: string;
  /** In latin1; each text is written by itself. */
  readonly bytes: readonly string[];
}

/** A request as the parser made it: its message, and copies of everything that an adapter may change. */
export interface Accepted {
  readonly req: IncomingMessage & { readonly upgrade?: boolean };
  readonly rawHeaders: readonly string[];
  readonly headers: HeaderFields;
  readonly peerAddress: string | undefined;
  readonly peerPort: number | undefined;
}

/** The record of a visit. */
export interface Visited {
  /** The requests that the parser accepted, in order. */
  readonly accepted: readonly Accepted[];
  /** Everything that the client received, in latin1. */
  readonly answer: string;
  /** Whether the parser refused bytes: answers that are on their way may then be lost. */
  readonly isCut: boolean;
  /** Errors that would have ended the process. */
  readonly errors: readonly Error[];
}

/** Reads all that an application may read of a request that proxyFix has resolved. */
export function readAll(req: NodeRequest & { originalUrl?: string; baseUrl?: string }): object {
  const { url, originalUrl, baseUrl, socket } = req;
  const resolution = resolutionOf(req);
  if (resolution === undefined) throw new Error("a request that was not resolved reached the application");
  return {
    resolution: copyFields(resolution),
    ...readView(req as never),
    target: { url, originalUrl, baseUrl },
    socket: { address: socket.remoteAddress, port: socket.remotePort },
  };
}

/** Connects to a server, sends all bytes, and reads until the connection is closed. */
export async function visit({ options, wraps, peerAddress, from, bytes }: Visit): Promise<Visited> {
  const record: Mutable = { accepted: [], isCut: false, errors: [] };
  const [client, socket] = await openConnection(peerAddress, from);
  createApplication(record, options, wraps).emit("connection", socket);
  try {
    return { ...record, answer: await exchange(client, bytes, record) };
  } finally {
    socket.destroy();
    client.destroy();
  }
}

interface Mutable {
  accepted: Accepted[];
  isCut: boolean;
  errors: Error[];
}

/** Creates the server of HTTP, which answers each request with all that its application reads. */
function createApplication(record: Mutable, options: NodeOptions, wraps: Visit["wraps"]): Server {
  const application = (req: IncomingMessage, res: ServerResponse): void => {
    const body = JSON.stringify(readAll(req));
    res.setHeader("content-length", Buffer.byteLength(body));
    res.setHeader(PLACE, findPlace(record, req));
    res.end(body);
  };
  const listener = wraps === "listener" ? proxyFix(application, options) : application;
  const server = createServer({ IncomingMessage: recordInto(record), requireHostHeader: false } as object, listener);
  if (wraps === "server") {
    proxyFixServer(server, options);
    const tunnel = (req: IncomingMessage, socket: Socket): void => {
      // Answers to earlier requests may still be written, and Node has removed its own listeners.
      socket.on("error", () => undefined);
      socket.end(formatTunnel(readAll(req), findPlace(record, req)));
    };
    server.on("upgrade", tunnel).on("connect", tunnel);
  }
  server.on("clientError", (_error, socket) => {
    record.isCut = true;
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
  catchErrors(server, record);
  return server;
}

function findPlace({ accepted }: Mutable, req: IncomingMessage): number {
  return accepted.findIndex((each) => each.req === req);
}

function formatTunnel(seen: object, place: number): Buffer {
  const body = JSON.stringify(seen);
  const length = Buffer.byteLength(body);
  return Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n${PLACE}: ${place}\r\nConnection: close\r\n\r\n${body}`); // prettier-ignore
}

/** Node's name for the method by which its parser adds header lines. */
interface Parsed {
  _addHeaderLines(this: IncomingMessage, lines: readonly string[], count: number): void;
}

/** Returns a class of requests that are recorded when the parser has added their header lines, before any other code runs. */
function recordInto(record: Mutable): typeof IncomingMessage {
  const { _addHeaderLines: addHeaderLines } = IncomingMessage.prototype as unknown as Parsed;
  return class Recorded extends IncomingMessage {
    #isRecorded = false;
    _addHeaderLines(lines: readonly string[], count: number): void {
      const rawHeaders = lines.slice(0, count);
      // The second call is for trailers.
      if (!this.#isRecorded) {
        const headers = ownProperties(parse(pairLines(rawHeaders)).headers);
        const { remoteAddress: peerAddress, remotePort: peerPort } = this.socket;
        record.accepted.push({ req: this, rawHeaders, headers, peerAddress, peerPort });
      }
      this.#isRecorded = true;
      addHeaderLines.call(this, lines, count);
    }
  };
}

/** Records errors of listeners, of proxyFix and of its own parts, which would end the process. */
function catchErrors(server: Server, { errors }: Mutable): void {
  const emit = server.emit.bind(server) as (event: string | symbol, ...args: unknown[]) => boolean;
  server.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    try {
      return emit(event, ...args);
    } catch (error) {
      errors.push(error as Error);
      return true;
    }
  };
}

/** The longest time without a byte, in milliseconds: an answer that never comes is a fault. */
const PATIENCE = 5_000;

async function exchange(client: Socket, bytes: readonly string[], record: Mutable): Promise<string> {
  let answer = "";
  client.setEncoding("latin1").on("data", (text: string) => (answer += text));
  client.on("error", () => (record.isCut = true));
  client.setTimeout(PATIENCE, () => {
    record.errors.push(new Error("the connection was not closed"));
    client.destroy();
  });
  const closed = new Promise((resolve) => client.once("close", resolve));
  for (const text of bytes) {
    client.write(text, "latin1");
    await setImmediate();
  }
  client.end();
  await closed;
  return answer;
}
