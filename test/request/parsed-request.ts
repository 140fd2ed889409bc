import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

import { isRefusal, type Engine } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";

/** A header line. */
export type Line = readonly [name: string, value: string];

/** What a browser sends beside: so many headers V8 keeps in a dictionary, and enumerates in another way than few. */
export const OF_BROWSER: readonly Line[] = Array.from({ length: 20 }, (_, at) => [`X-Of-Browser-${at}`, "1"]);

/** A socket that tells who its peer is. */
export function createPeer(remoteAddress: string | undefined, more: object = {}): Socket {
  return { remoteAddress, ...more } as Socket;
}

/** A request as Node's parser makes it, with these header lines, from a proxy at 10.0.0.1. */
export function parse(lines: readonly Line[], socket: Socket = createPeer("10.0.0.1")): IncomingMessage {
  const req = new IncomingMessage(socket);
  const flat = lines.flat();
  // What the parser does: the lines are kept, and their number.
  const parsed = req as unknown as Record<"_addHeaderLines", (lines: readonly string[], count: number) => void>;
  parsed["_addHeaderLines"](flat, flat.length);
  return req;
}

/** Resolves a request, which may be refused; gives what is known of it then. */
export function settle(engine: Engine, req: IncomingMessage): string {
  try {
    resolveIncoming(engine, req);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  return JSON.stringify(resolutionOf(req));
}

/** All that a program can read of a request's headers. */
export function see(req: IncomingMessage): object {
  return { headers: { ...req.headers }, lines: [...req.rawHeaders], distinct: { ...req.headersDistinct } };
}
