import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Duplex } from "node:stream";

import type { ProxyFixRefusal } from "../errors.js";

/**
 * Answers a refused request with the status and a fixed sentence; no text of the request is in it. The connection is
 * closed, since a body may follow that nobody reads.
 */
export function answerRefusal(res: ServerResponse | Http2ServerResponse, refusal: ProxyFixRefusal): void {
  const body = `${refusal.message}\n`;
  res.statusCode = refusal.status;
  res.setHeader("content-type", "text/plain; charset=utf-8");
  res.setHeader("content-length", Buffer.byteLength(body));
  // HTTP/2 has no such header (RFC 9113 section 8.2.2).
  if (!("stream" in res)) res.setHeader("connection", "close");
  res.end(body);
}

/** Answers a refused upgrade or CONNECT: HTTP/2 has a response for it, HTTP/1.1 the bare socket. */
export function refuseTunnel(answer: Duplex | Http2ServerResponse, refusal: ProxyFixRefusal): void {
  if ("setHeader" in answer) answerRefusal(answer, refusal);
  else refuseSocket(answer, refusal);
}

/** Answers a refused upgrade, for which there is no response object yet, and closes the connection. */
function refuseSocket(socket: Duplex, refusal: ProxyFixRefusal): void {
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
