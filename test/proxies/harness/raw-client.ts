import { connect as connectPlain } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** The two ends of a client's connection. */
export interface Target {
  /** `127.0.0.1` or `::1`. */
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
  /** The client's own address on loopback. */
  readonly from: string;
}

/** An answer as it was received: header lines in order, names as sent. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const ANSWER_MILLISECONDS = 15_000;

/** One header line of a request; name and value are sent byte for byte. */
export type HeaderLine = readonly [name: string, value: string];

/** Formats a request with exactly these header lines. */
export function formatRequest(method: string, target: string, lines: readonly HeaderLine[], version = "1.1"): string {
  return `${method} ${target} HTTP/${version}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/** Opens a connection from the client's address. */
export function openConnection(target: Target): Socket {
  const options = { host: target.address, port: target.port, localAddress: target.from };
  if (!target.tls) return connectPlain(options);
  // A separate socket, since not every version of tls.connect accepts localAddress.
  return connectTls({ socket: connectPlain(options), servername: "app.example.com", rejectUnauthorized: false });
}

/**
 * Sends bytes and reads answers from the one connection until enough are received, or the other side closes.
 *
 * @throws {Error} if the connection breaks before the first answer, or nothing is received for a long time
 */
export class RawConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #closed = false;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(target: Target) {
    this.#socket = openConnection(target);
    this.#socket.setTimeout(ANSWER_MILLISECONDS, () => this.#socket.destroy(new Error("no answer was received")));
    this.#socket.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    this.#socket.on("error", (error) => (this.#error = error));
    this.#socket.on("close", () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Sends a request and reads its answer. */
  async exchange(bytes: string | Uint8Array, method = "GET"): Promise<Answer> {
    this.#socket.write(bytes);
    for (;;) {
      const [answer, length] = parseAnswer(this.#received, method, this.#closed) ?? [];
      if (answer !== undefined) {
        this.#received = this.#received.subarray(length);
        if (answer.status >= 200) return answer;
      } else if (this.#closed) {
        throw this.#error ?? new Error("the connection was closed without an answer");
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Sends one request over a new connection. */
export async function send(target: Target, bytes: string | Uint8Array, method = "GET"): Promise<Answer> {
  const connection = new RawConnection(target);
  try {
    return await connection.exchange(bytes, method);
  } finally {
    connection.close();
  }
}

/** Sends one request with `Connection: close`, and reads its answer until the connection is closed. */
export function sendUntilClose(target: Target, bytes: string): Promise<Answer> {
  const socket = openConnection(target);
  const chunks: Buffer[] = [];
  return new Promise<Answer>((resolve, reject) => {
    socket.setTimeout(ANSWER_MILLISECONDS, () => socket.destroy(new Error("no answer was received")));
    socket.once("error", reject);
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.once("close", () => {
      const [answer] = parseAnswer(Buffer.concat(chunks), "GET", true) ?? [];
      if (answer === undefined) reject(new Error("the connection was closed without an answer"));
      else resolve(answer);
    });
    socket.write(bytes);
  });
}

/** The values of a header of an answer, in order. */
export function headerValues(answer: Answer, name: string): string[] {
  return answer.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

function parseAnswer(bytes: Buffer, method: string, closed: boolean): [Answer, number] | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const headers = lines.map((line): HeaderLine => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const status = Number(first.split(" ")[1]);
  const found = (name: string): string | undefined => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const rest = bytes.subarray(end + 4);
  const bodiless = method === "HEAD" || status < 200 || status === 204 || status === 304;
  const body = bodiless ? Buffer.alloc(0) : readBody(rest, found("content-length"), found("transfer-encoding"), closed);
  return body && [{ status, headers, body: dechunk(body, found("transfer-encoding")) }, end + 4 + body.length];
}

function readBody(
  rest: Buffer,
  length: string | undefined,
  coding: string | undefined,
  closed: boolean,
): Buffer | undefined {
  if (coding?.toLowerCase() === "chunked") {
    const end = endOfChunks(rest);
    return end === undefined ? undefined : rest.subarray(0, end);
  }
  if (length === undefined) return closed ? rest : undefined;
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined;
}

function* chunksOf(rest: Buffer): Generator<[start: number, size: number]> {
  for (let at = 0; at < rest.length;) {
    const lineEnd = rest.indexOf("\r\n", at);
    if (lineEnd < 0) return;
    const size = Number.parseInt(rest.subarray(at, lineEnd).toString("latin1"), 16);
    yield [lineEnd + 2, size];
    at = lineEnd + 2 + size + 2;
  }
}

function endOfChunks(rest: Buffer): number | undefined {
  for (const [start, size] of chunksOf(rest)) {
    if (size === 0) return rest.length >= start + 2 ? start + 2 : undefined;
  }
  return undefined;
}

function dechunk(body: Buffer, coding: string | undefined): Buffer {
  if (coding?.toLowerCase() !== "chunked") return body;
  return Buffer.concat([...chunksOf(body)].map(([start, size]) => body.subarray(start, start + size)));
}
