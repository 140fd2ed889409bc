import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

import { isRefusal } from "../../src/headers/compile-adapter.js";
import type { CompiledAdapter } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";

/** A header line. */
export type Line = readonly [name: string, value: string];

/** Creates a socket with this peer. */
export function createPeer(remoteAddress: string | undefined, more: object = {}): Socket {
  return { remoteAddress, ...more } as Socket;
}

/** Creates a request from header lines as Node's parser does, received from a proxy at 10.0.0.1. */
export function parse(lines: readonly Line[], socket: Socket = createPeer("10.0.0.1")): IncomingMessage {
  const req = new IncomingMessage(socket);
  const flat = lines.flat();
  // The parser stores the lines and their number.
  const parsed = req as unknown as Record<"_addHeaderLines", (lines: readonly string[], count: number) => void>;
  parsed["_addHeaderLines"](flat, flat.length);
  return req;
}

/** Resolves a request, which may be refused, and returns its resolution as JSON. */
export function resolveQuietly(adapter: CompiledAdapter, req: IncomingMessage): string {
  try {
    resolveIncoming(adapter, req);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  return JSON.stringify(resolutionOf(req));
}

/** Copies everything that a program can read of a request's headers. */
export function readShown(req: IncomingMessage): object {
  return { headers: { ...req.headers }, lines: [...req.rawHeaders], distinct: { ...req.headersDistinct } };
}
