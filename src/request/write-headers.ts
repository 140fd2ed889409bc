import { UNCLAIMED, withoutPrototype, writeFields, type ExpectedHeaders } from "../headers/header-fields.js";
import type { IncomingRequest } from "./request.js";
import { assign, define } from "./set-property.js";
import { overwriteLines, overwriteRecord } from "./write-sealed.js";

/**
 * Gives a request's headers the expected values: one pass over `headers`, one over `rawHeaders`. Other code may hold
 * these two objects, and HTTP/2's request has no setter for them: they are changed in place if that is possible.
 */
export function writeHeaders(req: IncomingRequest, expected: ExpectedHeaders): void {
  // On Express each read of the request's properties is slow: read each once.
  const { headers, rawHeaders } = req;
  const fields = writeFields(headers, expected);
  if (fields !== headers && !replace(req, "headers", headers, fields)) overwriteRecord(headers, fields);
  if (!rawHeaders) return;
  const lines = writeLines(rawHeaders, expected, req);
  if (lines !== rawHeaders && !replace(req, "rawHeaders", rawHeaders, lines)) overwriteLines(rawHeaders, lines);
}

/**
 * Replaces an object of a request. HTTP/2's request has no setter: it keeps the object under a symbol.
 *
 * @returns whether the request has the new object
 */
function replace(req: IncomingRequest, name: "headers" | "rawHeaders", before: object, value: object): boolean {
  if (assign(req, name, value)) return true;
  const properties = req as unknown as Record<symbol, unknown>;
  for (const symbol of Object.getOwnPropertySymbols(req)) {
    if (properties[symbol] === before) Reflect.set(req, symbol, value);
  }
  return req[name] === value || define(req, name, value);
}

/**
 * Gives header lines the expected values, in one pass and in place. A header that changes has one line then: its first
 * one, in its place and case. A missing header is added at the end.
 *
 * @param rawHeaders - name and value in turn
 * @param req - the request, whose version of HTTP decides the name of an added Host line
 * @returns the same array; a new one if other code has sealed the lines
 */
export function writeLines(
  rawHeaders: string[],
  expected: ExpectedHeaders,
  req: Pick<IncomingRequest, "httpVersionMajor">,
): string[] {
  const kept = listKept(rawHeaders, expected, req);
  try {
    // Sealed lines throw at the first difference: none of them may be lost then.
    for (let at = 0; at < kept.length; at += 1) if (rawHeaders[at] !== kept[at]) rawHeaders[at] = kept[at]!;
    if (rawHeaders.length !== kept.length) rawHeaders.length = kept.length;
    return rawHeaders;
  } catch {
    return kept;
  }
}

function listKept(
  rawHeaders: readonly string[],
  expected: ExpectedHeaders,
  req: Pick<IncomingRequest, "httpVersionMajor">,
): string[] {
  const kept = rawHeaders.slice();
  const written = new Set<string>();
  let length = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    const value = expected.mayHave(name) ? readOnce(name.toLowerCase(), expected, written) : UNCLAIMED;
    if (value === undefined) continue;
    // Until a line is deleted, only changed values have to be written.
    if (length < at) kept[length] = name;
    if (length < at || value !== UNCLAIMED) kept[length + 1] = value === UNCLAIMED ? rawHeaders[at + 1]! : value;
    length += 2;
  }
  kept.length = length;
  for (const name of expected.required) {
    const value = readOnce(name, expected, written);
    if (typeof value === "string")
      kept.push(name === "host" && (req.httpVersionMajor ?? 1) === 1 ? "Host" : name, value);
  }
  return kept;
}

/** Returns the expected value of a header; undefined, so that the line is deleted, if an earlier line has the value. */
function readOnce(
  name: string,
  expected: ExpectedHeaders,
  written: Set<string>,
): ReturnType<ExpectedHeaders["valueOf"]> {
  // A client may repeat a header a thousand times: its value, which may be a long chain, is formatted once.
  if (written.has(name)) return undefined;
  const value = expected.valueOf(name);
  if (typeof value === "string") written.add(name);
  return value;
}

/*
 * Node builds `headersDistinct` from the header lines when it is first read, by its own count of the lines that were
 * parsed: it throws if there are fewer lines by then, and keeps the result. A request whose lines were changed gets an
 * accessor that reads the lines as they are. It is the request's own: other code may exchange the prototype.
 */

/** Makes `headersDistinct` of a request agree with the header lines, even if it was read before. */
export function renewHeadersDistinct(req: IncomingRequest): void {
  if (!("headersDistinct" in req) || Reflect.defineProperty(req, "headersDistinct", BY_LINES)) return;
  const { headersDistinct: sealed } = req as { readonly headersDistinct?: unknown };
  const grouped = groupLines(req);
  if (typeof sealed === "object" && sealed !== null && !assign(req, "headersDistinct", grouped)) {
    overwriteRecord(sealed as Readonly<Record<string, unknown>>, grouped);
  }
}

const BY_LINES: PropertyDescriptor = withoutPrototype({
  configurable: true,
  enumerable: false,
  get(this: IncomingRequest) {
    return groupLines(this);
  },
  set(value: unknown) {
    const descriptor = withoutPrototype({ value, writable: true, configurable: true, enumerable: true });
    Object.defineProperty(this, "headersDistinct", descriptor);
  },
});

/** Groups the header lines of a request by name, as `headersDistinct` does. */
function groupLines({ rawHeaders }: IncomingRequest): Record<string, string[]> {
  const lines = rawHeaders ?? [];
  const grouped = Object.create(null) as Record<string, string[]>;
  for (let at = 0; at < lines.length; at += 2) (grouped[lines[at]!.toLowerCase()] ??= []).push(lines[at + 1]!);
  return grouped;
}
