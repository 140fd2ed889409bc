import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

import type { ArrivedRequest } from "../../../src/recommend/observation.js";

/** Reads a request as an application received it. */
export function readArrival(req: IncomingMessage): ArrivedRequest {
  const headers = Object.fromEntries(
    Object.entries(req.headersDistinct).map(([name, values = []]) => [name, values.length === 1 ? values[0] : values]),
  );
  return {
    facts: { headers, peerAddress: req.socket.remoteAddress, encrypted: "encrypted" in req.socket },
    path: req.url ?? "",
    rawHeaders: req.rawHeaders,
  };
}

/** Answers with the request as it arrived. */
export function answerArrival(req: IncomingMessage, res: ServerResponse): void {
  res.setHeader("content-type", "application/json");
  res.end(JSON.stringify(readArrival(req)));
}

/** Starts a server on loopback that ends with the test, and returns its origin. */
export async function startServer(
  listener: RequestListener,
  server: Server | SecureServer = createServer(),
): Promise<string> {
  server.on("request", listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
