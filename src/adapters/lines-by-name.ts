import { IncomingMessage } from "node:http";

import type { IncomingRequest } from "./incoming-request.js";

/*
 * `headersDistinct`, which Node builds from the header lines when it is read, by its own count of the lines that were
 * parsed: where there are fewer lines by then, it throws.
 */

/** Has `headersDistinct` built anew from the lines when it is read next. */
export function forgetLinesByName(req: IncomingRequest): void {
  if (!needsLines(req)) return;
  if (COUNT === undefined || !Object.hasOwn(req, COUNT)) {
    Object.defineProperty(req, "headersDistinct", LINES_BY_NAME);
    return;
  }
  const message = req as unknown as Record<PropertyKey, unknown>;
  message[COUNT] = req.rawHeaders.length;
  message.headersDistinct = undefined;
}

/**
 * Finds Node's count on a request. Told of the new number, Node builds the right thing, 0.35 µs a request cheaper than
 * an accessor on each. It is private to Node: used where it is seen to work, undefined elsewhere.
 */
function findLineCount(): symbol | undefined {
  try {
    const message = new IncomingMessage(null as never);
    const count = Object.getOwnPropertySymbols(message).find(({ description }) => description === "kHeadersCount");
    if (count === undefined) return undefined;
    Object.assign(message, { rawHeaders: ["A", "1", "b", "2"], [count]: 4 });
    const both = JSON.stringify(message.headersDistinct);
    Object.assign(message, { rawHeaders: ["b", "3"], [count]: 2, headersDistinct: undefined });
    const works = both === '{"a":["1"],"b":["2"]}' && JSON.stringify(message.headersDistinct) === '{"b":["3"]}';
    return works ? count : undefined;
  } catch {
    return undefined;
  }
}

const COUNT: symbol | undefined = findLineCount();

/** Whether the prototype does not tell the lines, or what it told once stands on the request. */
function needsLines(req: IncomingRequest): boolean {
  return TELLS_LINES in req ? Object.hasOwn(req, "headersDistinct") : "headersDistinct" in req;
}

const TELLS_LINES: unique symbol = Symbol("proxyfix.lines");

/**
 * Lets a prototype tell `headersDistinct` for all requests that were written to, where it exchanges theirs as Express
 * does: an own property on such a request costs 4 µs, each access to any other counted in.
 *
 * @param isWritten - whether a request may have been written to
 */
export function tellLines(owner: object, isWritten: (req: object) => boolean): void {
  if (!("headersDistinct" in owner)) return;
  const above = Object.getPrototypeOf(owner) as object;
  Object.defineProperty(owner, TELLS_LINES, { value: true });
  Object.defineProperty(owner, "headersDistinct", {
    ...LINES_BY_NAME,
    get(this: IncomingRequest): unknown {
      if (!isWritten(this)) return Reflect.get(above, "headersDistinct", this);
      return LINES_BY_NAME.get?.call(this) as unknown;
    },
  });
}

/** In place of Node's own getter, where its count cannot be told. Built when it is read, which is seldom. */
const LINES_BY_NAME: PropertyDescriptor & ThisType<IncomingRequest> = {
  configurable: true,
  enumerable: true,
  get() {
    const value = groupLines(this.rawHeaders);
    Object.defineProperty(this, "headersDistinct", { value, writable: true, configurable: true, enumerable: true });
    return value;
  },
  set(value: unknown) {
    Object.defineProperty(this, "headersDistinct", { value, writable: true, configurable: true, enumerable: true });
  },
};

function groupLines(lines: readonly string[]): Record<string, string[]> {
  const grouped = Object.create(null) as Record<string, string[]>;
  for (let at = 0; at < lines.length; at += 2) (grouped[lines[at]!.toLowerCase()] ??= []).push(lines[at + 1]!);
  return grouped;
}
