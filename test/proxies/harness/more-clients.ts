import { connect as connectHttp2 } from "node:http2";
import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";
import { openConnection } from "./raw-client.js";
import type { HeaderLine, Target } from "./raw-client.js";

/** An answer over HTTP/2. */
export interface Http2Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Sends a GET over HTTP/2, negotiated by ALPN.
 *
 * @throws {Error} if the proxy does not support HTTP/2
 */
export function sendHttp2(
  target: Target,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Http2Answer> {
  const authority = headers[":authority"] ?? "";
  const socket = connectPlain({ host: target.address, port: target.port, localAddress: target.from });
  const tls = connectTls({ socket, servername: "app.example.com", rejectUnauthorized: false, ALPNProtocols: ["h2"] });
  const session = connectHttp2(`https://${authority}`, { createConnection: () => tls });
  return new Promise<Http2Answer>((resolve, reject) => {
    session.once("error", reject);
    const stream = session.request({ ...headers, ":path": path });
    stream.once("error", reject);
    stream.once("response", (received) => {
      const fields = Object.entries(received).map(([name, value]): [string, string] => [name, String(value)]);
      let body = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => (body += chunk));
      stream.once("end", () => resolve({ status: received[":status"] ?? 0, headers: new Map(fields), body }));
    });
    stream.end();
  }).finally(() => session.destroy());
}

const HANDSHAKE: readonly HeaderLine[] = [
  ["Connection", "Upgrade"],
  ["Upgrade", "websocket"],
  ["Sec-WebSocket-Version", "13"],
  ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="],
];

const ACCEPTED = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/**
 * Opens a WebSocket and reads the first text frame, which the application sends by itself.
 *
 * @throws {Error} with the answer if the proxy, or the application, does not upgrade
 */
export function openWebSocket(target: Target, path: string, lines: readonly HeaderLine[]): Promise<string> {
  const socket = openConnection(target);
  const head = [...lines, ...HANDSHAKE].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  let received = Buffer.alloc(0);
  return new Promise<string>((resolve, reject) => {
    socket.setTimeout(15_000, () => reject(new Error("no frame was received")));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error(`not upgraded: ${received.toString("latin1")}`)));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf("\r\n\r\n");
      const text = end < 0 ? undefined : parseTextFrame(received.subarray(end + 4));
      if (text !== undefined && isAccepted(received.subarray(0, end).toString("latin1"))) resolve(text);
    });
    socket.write(`GET ${path} HTTP/1.1\r\n${head}\r\n`);
  }).finally(() => socket.destroy());
}

function isAccepted(head: string): boolean {
  return head.startsWith("HTTP/1.1 101") && head.includes(ACCEPTED);
}

/** The answer to the handshake, and one text frame of less than 64 KiB. */
export function formatUpgrade(text: string): Buffer {
  const head = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${ACCEPTED}\r\n\r\n`;
  const payload = Buffer.from(text, "utf8");
  const frame = Buffer.alloc(4);
  frame.writeUInt8(0x81, 0);
  frame.writeUInt8(126, 1);
  frame.writeUInt16BE(payload.length, 2);
  return Buffer.concat([Buffer.from(head, "latin1"), frame, payload]);
}

function parseTextFrame(bytes: Buffer): string | undefined {
  if (bytes.length < 4) return undefined;
  const length = bytes.readUInt16BE(2);
  return bytes.length >= 4 + length ? bytes.subarray(4, 4 + length).toString("utf8") : undefined;
}
