import type { IncomingRequest } from "./incoming-request.js";
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

/** Reads a request's header lines. One that was made for a test may have none: it is given those of its headers. */
export function readLines(req: IncomingRequest): string[] {
  const { rawHeaders } = req as { readonly rawHeaders?: string[] | null };
  if (rawHeaders !== undefined && rawHeaders !== null) return rawHeaders;
  const lines = Object.entries(req.headers).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value.flatMap((each) => [name, each]) : [name, value];
  });
  replaceShown(req, "rawHeaders", lines);
  return lines;
}

/**
 * Writes headers in place: `headers`, `rawHeaders`, `headersDistinct`, all three telling the same. Others may hold the first
 * two, and HTTP/2's request has no setter for them; where other code has sealed them, or inherits a header in them, they are
 * replaced. A header is deleted, never set to undefined, which http-proxy would throw at.
 *
 * @param original - the lines as they came, where any were written before
 * @param target - what to write; everything else stays as other code has left it
 */
export function writeHeaders(
  req: IncomingRequest,
  original: readonly string[] | undefined,
  target: HeaderChanges,
): void {
  const now = readLines(req);
  const lines = changeLines(original === undefined ? now : chooseLines(now, original, target), target, req);
  try {
    overwriteHeaders(req.headers, target);
  } catch {
    const headers = copyHeaders(req.headers);
    overwriteHeaders(headers, target);
    replaceShown(req, "headers", headers);
  }
  try {
    overwriteLines(req.rawHeaders, lines);
  } catch {
    replaceShown(req, "rawHeaders", lines);
  }
  forgetLinesByName(req);
}

/** Copies headers, those that they inherit as well. */
export function copyHeaders(headers: PlainHeaders): PlainHeaders {
  const prototype: unknown = Object.getPrototypeOf(headers);
  if (prototype === Object.prototype) return { ...headers };
  // Those of HTTP/2 have no prototype, and may have a header that is called __proto__.
  const copy = (prototype === null ? Object.create(null) : {}) as PlainHeaders;
  for (const name in headers) copy[name] = headers[name];
  return copy;
}

/**
 * Writes over some of the headers.
 *
 * @throws {TypeError} where that cannot be done; some may be written by then
 */
export function overwriteHeaders(headers: PlainHeaders, target: HeaderChanges): void {
  for (let at = 0; at < target.length; at += 2) {
    const name = target[at]!;
    const value = target[at + 1];
    if (value !== undefined) headers[name] = value;
    else if (delete headers[name] && headers[name] !== undefined) throw new TypeError(`${name} is inherited`);
  }
}

function overwriteLines(lines: string[], others: readonly string[]): void {
  for (let at = 0; at < others.length; at += 1) lines[at] = others[at]!;
  lines.length = others.length;
}

/** Has a request show other headers or lines. One of HTTP/2 has no setter for them: what it tells by itself is behind a symbol. */
export function replaceShown(req: IncomingRequest, name: "headers" | "rawHeaders", value: object): void {
  const before = req[name];
  if (Reflect.set(req, name, value)) return;
  const slots = req as unknown as Record<symbol, unknown>;
  for (const slot of Object.getOwnPropertySymbols(req)) if (slots[slot] === before) slots[slot] = value;
  if (req[name] !== value) {
    Object.defineProperty(req, name, { value, writable: true, configurable: true, enumerable: true });
  }
}

/**
 * Chooses the lines to write from: the original ones, so that writing twice is writing once, but those of now where other code
 * has changed any that are not going to be written: what it took out must not come back.
 */
function chooseLines(now: readonly string[], original: readonly string[], target: HeaderChanges): readonly string[] {
  const names = new Set(target.filter((_, at) => at % 2 === 0));
  const others = listOthers(now, names);
  const before = listOthers(original, names);
  const isSame = others.length === before.length && others.every((text, at) => text === before[at]);
  return isSame ? original : now;
}

/** Lists the lines of the headers that are not going to be written, name and value in turn. */
function listOthers(lines: readonly string[], written: ReadonlySet<string | undefined>): readonly string[] {
  const others: string[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    if (!written.has(lines[at]!.toLowerCase())) others.push(lines[at]!, lines[at + 1]!);
  }
  return others;
}

/** Gives lines in which some are others or gone: a header that changed stands once, where it stood first and spelt as it was. */
function changeLines(before: readonly string[], target: HeaderChanges, req: IncomingRequest): string[] {
  // What is written is undefined from then on: a second line of that name goes.
  const unwritten = new Map<string, string | undefined>();
  let lengths = 0;
  for (let at = 0; at < target.length; at += 2) {
    const name = target[at]!;
    unwritten.set(name, target[at + 1]);
    lengths |= 1 << (name.length & 31);
  }
  const lines: string[] = [];
  for (let at = 0; at < before.length; at += 2) {
    const spelling = before[at]!;
    let value: string | undefined = before[at + 1];
    // Most names differ in length from all that changed, and need no lower-casing.
    if ((lengths & (1 << (spelling.length & 31))) !== 0) {
      const name = spelling.toLowerCase();
      if (unwritten.has(name)) {
        value = unwritten.get(name);
        unwritten.set(name, undefined);
      }
    }
    if (value !== undefined) lines.push(spelling, value);
  }
  const host = (req.httpVersionMajor ?? 1) > 1 ? "host" : "Host";
  for (const [name, value] of unwritten) {
    if (value !== undefined) lines.push(name === "host" ? host : name, value);
  }
  return lines;
}
