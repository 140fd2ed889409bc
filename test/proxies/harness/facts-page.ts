import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { externalUrl } from "../../../src/index.js";
import type { Resolution } from "../../../src/index.js";

/** The facts of one request that the tests' application saw, and with which it answers, as JSON. */
export interface Page {
  /** Alternating header names and values, as the proxy sent them. */
  readonly received: readonly string[];
  /** The headers that the application sees. */
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
  /** The number of the proxy's connection over which it was received, from 1. */
  readonly connection: number;
  readonly resolution: Resolution;
  readonly externalUrl: string;
  readonly bodyBytes: number;
  readonly bodyHash: string;
}

/** The facts of one request by an adapter's application. */
export interface Seen {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly resolution: Resolution;
}

/** The lines of the application's access log, newest last. */
export type AccessLog = string[];

/** The requests as the proxy sent them, stored before any adapter changes them. */
export interface Arrivals {
  /** Stores a request's headers and the number of its connection. */
  note(request: IncomingMessage): void;
  of(request: IncomingMessage): { readonly received: readonly string[]; readonly connection: number };
}

/** The size of the body that `/download` answers with, and that the tests send to `/upload`. */
export const BODY_BYTES: number = 5 * 1024 * 1024;

/** Stores the received requests. */
export function createArrivals(): Arrivals {
  const connections = new WeakMap<object, number>();
  const seen = new WeakMap<IncomingMessage, { received: readonly string[]; connection: number }>();
  let count = 0;
  return {
    note(request) {
      if (seen.has(request)) return;
      const connection = connections.get(request.socket) ?? (count += 1);
      connections.set(request.socket, connection);
      seen.set(request, { received: [...request.rawHeaders], connection });
    },
    of(request) {
      const found = seen.get(request);
      if (found === undefined) throw new Error("this request never arrived");
      return found;
    },
  };
}

/**
 * Answers a request with the facts that the application saw: `/redirect` redirects to `/after`, `…/slash` to the same
 * path with a slash (as servers of directories do), and `/download` streams a body. Every answer sets a cookie, and
 * every request is logged.
 */
export async function answerWithFacts(seen: Seen, arrivals: Arrivals, log: AccessLog): Promise<void> {
  const { request, response, resolution } = seen;
  const [path = "/"] = (request.url ?? "/").split("?");
  log.push(
    `${resolution.clientAddress ?? "-"} ${resolution.proto} ${resolution.host ?? "-"} ${request.method} ${request.url}`,
  );
  const secure = resolution.proto === "https" ? "; Secure" : "";
  response.setHeader("Set-Cookie", `id=1; Path=${resolution.prefix || "/"}; HttpOnly${secure}`);
  response.setHeader("Cache-Control", "no-store");
  if (path.endsWith("/download")) return streamBody(response);
  const { bytes, hash } = await readBody(request);
  const page: Page = {
    ...arrivals.of(request),
    headers: request.headers,
    url: request.url ?? "",
    resolution,
    externalUrl: externalUrl(resolution, "/after?q=1"),
    bodyBytes: bytes,
    bodyHash: hash,
  };
  if (path.endsWith("/redirect") || path.endsWith("/slash")) {
    response.statusCode = 302;
    response.setHeader("Location", externalUrl(resolution, path.endsWith("/slash") ? `${path}/` : "/after?q=1"));
  }
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(page));
}

async function readBody(request: IncomingMessage): Promise<{ bytes: number; hash: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, hash: hash.digest("hex") };
}

function streamBody(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, 120);
  let left = BODY_BYTES / chunk.length;
  const more = (): void => {
    while (left > 0) {
      left -= 1;
      if (!response.write(chunk)) {
        response.once("drain", more);
        return;
      }
    }
    response.end();
  };
  more();
}
