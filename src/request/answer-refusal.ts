import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Duplex } from "node:stream";

/** The status and the sentence of an answer; no text of the request is in it. */
export interface Answer {
  readonly status: number;
  readonly message: string;
}

/**
 * Answers a refused request. The connection is closed, since a body may follow that nobody reads. Nothing is written if
 * other code has answered already.
 */
export function answerRefusal(res: ServerResponse | Http2ServerResponse, refusal: Answer): void {
  if (res.headersSent || res.writableEnded) return;
  const body = `${refusal.message}\n`;
  res.statusCode = refusal.status;
  res.setHeader("content-type", "text/plain; charset=utf-8");
  res.setHeader("content-length", Buffer.byteLength(body));
  // HTTP/2 has no such header (RFC 9113 section 8.2.2).
  if (!("stream" in res)) res.setHeader("connection", "close");
  res.end(body);
}

/** Answers a refused upgrade or CONNECT: HTTP/2 has a response for it, HTTP/1.1 the bare socket. */
export function refuseTunnel(answer: Duplex | Http2ServerResponse, refusal: Answer): void {
  if ("setHeader" in answer) answerRefusal(answer, refusal);
  else refuseSocket(answer, refusal);
}

/** Answers a refused upgrade, for which there is no response object yet, and closes the connection. */
function refuseSocket(socket: Duplex, refusal: Answer): void {
  if (socket.destroyed || socket.writableEnded) return;
  const body = `${refusal.message}\n`;
  const reason = refusal.message.slice(0, refusal.message.indexOf(":"));
  // Node has removed its own listeners from an upgraded socket: a client that vanished must not end the process.
  socket.on("error", () => socket.destroy());
  socket.once("finish", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${refusal.status} ${reason}\r\n` +
      "content-type: text/plain; charset=utf-8\r\n" +
      `content-length: ${Buffer.byteLength(body)}\r\n` +
      "connection: close\r\n\r\n" +
      body,
  );
}
