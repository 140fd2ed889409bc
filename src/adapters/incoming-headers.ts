import type { IncomingRequest, Original } from "./incoming.js";
import type { HeaderChanges } from "./verified-headers.js";

/**
 * Writes headers wherever a program may read them: `headers`, `rawHeaders`, `headersDistinct`, all three telling the same.
 *
 * The objects are kept and changed in place: others hold them already, and HTTP/2's request has no setter for them. A
 * header is deleted, never set to undefined, which http-proxy would throw at.
 *
 * @param original - what the request was: lines are always written from it, so that writing twice is writing once
 * @param target - what to write, each name once; everything else is as it came
 */
export function writeHeaders(req: IncomingRequest, original: Original, target: HeaderChanges): void {
  for (const [name, value] of target) {
    if (value === undefined) delete req.headers[name];
    else req.headers[name] = value;
  }
  writeLines(req.rawHeaders, original.rawHeaders, target, (req.httpVersionMajor ?? 1) > 1 ? "host" : "Host");
  if (needsLines(req)) Object.defineProperty(req, "headersDistinct", LINES_BY_NAME);
}

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

/**
 * In place of Node's own getter, which counts the lines that were parsed and would throw where there are fewer now.
 * Built when it is read, which is seldom.
 */
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

/** Writes the lines anew: a header that changed stands once, where it stood first and spelt as it was. */
function writeLines(lines: string[], original: readonly string[], target: HeaderChanges, host: "Host" | "host"): void {
  // What is written is undefined from then on: a second line of that name goes.
  const unwritten = new Map(target);
  let lengths = 0;
  for (const [name] of target) lengths |= 1 << (name.length & 31);
  let to = 0;
  for (let from = 0; from < original.length; from += 2) {
    const spelling = original[from]!;
    let value: string | undefined = original[from + 1];
    // Most names differ in length from all that changed, and need no lower-casing.
    if ((lengths & (1 << (spelling.length & 31))) !== 0) {
      const name = spelling.toLowerCase();
      if (unwritten.has(name)) {
        value = unwritten.get(name);
        unwritten.set(name, undefined);
      }
    }
    if (value === undefined) continue;
    lines[to] = spelling;
    lines[to + 1] = value;
    to += 2;
  }
  // Most often nothing went, and setting even the same length is a call.
  if (lines.length > to) lines.length = to;
  for (const [name, value] of unwritten) {
    if (value !== undefined) lines.push(name === "host" ? host : name, value);
  }
}
