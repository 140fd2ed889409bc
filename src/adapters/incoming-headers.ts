import type { IncomingRequest, Original } from "./incoming.js";

/**
 * Writes headers wherever a program may read them: `headers`, `rawHeaders`, `headersDistinct`, all three telling the same.
 *
 * The objects are kept and changed in place: others hold them already, and HTTP/2's request has no setter for them. A
 * header is deleted, never set to undefined, which http-proxy would throw at.
 *
 * @param original - what the request was: lines are always written from it, so that writing twice is writing once
 * @param target - the names to write, with a value or undefined to delete; everything else is as it came
 */
export function writeHeaders(
  req: IncomingRequest,
  original: Original,
  target: ReadonlyMap<string, string | undefined>,
): void {
  for (const [name, value] of target) {
    if (value === undefined) delete req.headers[name];
    else req.headers[name] = value;
  }
  writeLines(req.rawHeaders, original.rawHeaders, target, (req.httpVersionMajor ?? 1) > 1 ? "host" : "Host");
  if ("headersDistinct" in req) Object.defineProperty(req, "headersDistinct", LINES_BY_NAME);
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
function writeLines(
  lines: string[],
  original: readonly string[],
  target: ReadonlyMap<string, string | undefined>,
  host: "Host" | "host",
): void {
  const lengths = new Set<number>();
  for (const name of target.keys()) lengths.add(name.length);
  const written = new Set<string>();
  let to = 0;
  for (let from = 0; from < original.length; from += 2) {
    const spelling = original[from]!;
    let value: string | undefined = original[from + 1];
    // Most names differ in length from all that changed, and need no lower-casing.
    if (lengths.has(spelling.length)) {
      const name = spelling.toLowerCase();
      if (target.has(name)) {
        value = written.has(name) ? undefined : target.get(name);
        written.add(name);
      }
    }
    if (value === undefined) continue;
    lines[to] = spelling;
    lines[to + 1] = value;
    to += 2;
  }
  lines.length = to;
  for (const [name, value] of target) {
    if (value !== undefined && !written.has(name)) lines.push(name === "host" ? host : name, value);
  }
}
