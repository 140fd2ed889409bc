import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { resolutionOf, type Original } from "../../src/adapters/node.js";
import type { Resolution } from "../../src/index.js";

/** What an application saw of one request, as it reports it in its answer. JSON omits undefined values. */
export interface Seen {
  /** The framework's own properties. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly resolution: Resolution;
  readonly original: Original;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The names in `headers`, also those with undefined values. */
  readonly names: readonly string[];
  readonly distinct: Readonly<Record<string, readonly string[]>>;
  /** The header lines, name and value. */
  readonly lines: readonly (readonly [name: string, value: string])[];
  /** The remote address of `req.socket`. */
  readonly socketAddress: string | undefined;
}

/** Node's request, under any framework. */
export type RawRequest = IncomingMessage | Http2ServerRequest;

/** Reads everything that a program may read from Node's request itself. */
function readRaw(req: RawRequest): Omit<Seen, "properties"> {
  const resolution = resolutionOf(req);
  if (resolution === undefined) throw new Error("the request was not resolved");
  const { original } = resolution;
  return {
    resolution,
    original,
    headers: { ...req.headers },
    names: Object.keys(req.headers),
    distinct: { ...(req as IncomingMessage).headersDistinct } as Seen["distinct"],
    lines: pairLines(req.rawHeaders),
    socketAddress: req.socket.remoteAddress,
  };
}

/** Header lines in pairs of name and value. */
export function pairLines(lines: readonly string[]): [name: string, value: string][] {
  return lines.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, lines[at + 1] ?? ""]] : []));
}

/**
 * Waits until the number of requests in `x-test-wait` have arrived, if the request has that header, then reads
 * everything: an application that answers late must see the same.
 */
export async function observe(
  req: RawRequest,
  readProperties: () => Readonly<Record<string, unknown>>,
): Promise<string> {
  const wait = req.headers["x-test-wait"];
  if (wait !== undefined) await arrive(Number(wait));
  return JSON.stringify({ properties: readProperties(), ...readRaw(req) });
}

let waiting: (() => void)[] = [];

function arrive(count: number): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length < count) return;
    for (const go of waiting) go();
    waiting = [];
  });
}
