import type { IncomingRequest, Original } from "./incoming-request.js";
import { forgetLinesByName } from "./lines-by-name.js";
import type { HeaderChanges, PlainHeaders } from "./verified-headers.js";

/** Whether a line's name is this one, which is in lower case; nothing is copied for it. */
export function isSpelling(spelling: string, name: string): boolean {
  if (spelling.length !== name.length) return false;
  if (spelling === name) return true;
  for (let at = 0; at < name.length; at += 1) {
    const code = spelling.charCodeAt(at);
    const isUpperCase = code >= 0x41 && code <= 0x5a;
    if ((isUpperCase ? code + 0x20 : code) !== name.charCodeAt(at)) return false;
  }
  return true;
}

/**
 * Whether a request can be given new headers, so that the old ones stay for `original` without being copied: one of
 * HTTP/1.1 whose headers are those that came.
 */
export function canReplaceHeaders(req: IncomingRequest, original: Original): boolean {
  return (req.httpVersionMajor ?? 1) === 1 && req.headers === original.headers;
}

/**
 * Gives a request new headers for the first time: `headers`, `rawHeaders`, `headersDistinct`, all three telling the same.
 *
 * A header that goes is left out of a new object: deleting it would make a slow one of the old, 0.5 µs for each request.
 *
 * @param target - what to write; everything else is as it came
 */
export function replaceHeaders(req: IncomingRequest, target: HeaderChanges): void {
  const lines: string[] = [];
  writeLines(lines, req.rawHeaders, target, "Host");
  const written = req as { headers: PlainHeaders; rawHeaders: string[] };
  written.headers = changeHeaders(req.headers, target);
  written.rawHeaders = lines;
  forgetLinesByName(req);
}

/** Gives a copy of headers, in their order, in which some are others or gone. */
export function changeHeaders(before: PlainHeaders, target: HeaderChanges): PlainHeaders {
  const headers: PlainHeaders = {};
  for (const name in before) {
    const change = findChange(target, name);
    const value = change < 0 ? before[name] : target[change + 1];
    if (value !== undefined) headers[name] = value;
  }
  for (let at = 0; at < target.length; at += 2) {
    const value = target[at + 1];
    if (value !== undefined) headers[target[at]!] = value;
  }
  return headers;
}

/** A handful of changes is compared faster than a map of them is made. */
function findChange(target: HeaderChanges, name: string): number {
  for (let at = 0; at < target.length; at += 2) if (target[at] === name) return at;
  return -1;
}

/**
 * Writes headers in place, all three as {@link replaceHeaders}: those of HTTP/2, whose request has no setter for them, and
 * of a request that was written to before, which others hold and may have changed. A header is deleted, never set to
 * undefined, which http-proxy would throw at.
 *
 * @param original - what the request was: lines are always written from it, so that writing twice is writing once
 * @param target - what to write; everything else is as it came
 */
export function writeHeaders(req: IncomingRequest, original: Original, target: HeaderChanges): void {
  for (let at = 0; at < target.length; at += 2) {
    const name = target[at]!;
    const value = target[at + 1];
    if (value === undefined) delete req.headers[name];
    else req.headers[name] = value;
  }
  writeLines(req.rawHeaders, original.rawHeaders, target, (req.httpVersionMajor ?? 1) > 1 ? "host" : "Host");
  forgetLinesByName(req);
}

/** Writes the lines anew: a header that changed stands once, where it stood first and spelt as it was. */
function writeLines(lines: string[], original: readonly string[], target: HeaderChanges, host: "Host" | "host"): void {
  // What is written is undefined from then on: a second line of that name goes.
  const unwritten = new Map<string, string | undefined>();
  let lengths = 0;
  for (let at = 0; at < target.length; at += 2) {
    const name = target[at]!;
    unwritten.set(name, target[at + 1]);
    lengths |= 1 << (name.length & 31);
  }
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
