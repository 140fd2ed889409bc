/*
 * A request of HTTP/1 as it was sent (RFC 9112 sections 2 to 5), without its body:
 *
 *   request      = request-line *( header-line ) [ empty-line body ]        lines end with CRLF or LF
 *   request-line = method SP request-target SP "HTTP/1." ( "0" / "1" )
 *   header-line  = name ":" OWS value OWS                                    name = token
 *
 * A line that begins with a blank continues the line before it (obs-fold): receivers read it in different ways, so it is
 * refused.
 */
import type { RequestFacts } from "../resolution.js";
import { shortenText } from "../text/escape-text.js";
import { TextError } from "../text/text-error.js";
import { findAuthority } from "./read-facts.js";

/** The headers and the authority of a request. */
export type ParsedRequest = Pick<RequestFacts, "headers" | "authority">;

/** A header as it is sent: a name and a value. */
export type HeaderLine = readonly [name: string, value: string];

const REQUEST_LINE = /^([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP\/1\.[01]$/;
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * Parses a request.
 *
 * @throws {TextError} if its request line or a header line is malformed
 */
export function parseRequest(text: string): ParsedRequest {
  const [first = "", ...others] = text.split(/\r?\n/);
  const [, method = "", target] = REQUEST_LINE.exec(first) ?? [];
  if (target === undefined) {
    throw new TextError(`line 1 is ${show(first)}; expected a request line such as GET / HTTP/1.1`);
  }
  const end = others.indexOf("");
  const lines = end < 0 ? others : others.slice(0, end);
  const headers = createHeaders(lines.map((line, at) => parseHeaderLine(line, `line ${at + 2}`)));
  return { headers, authority: findAuthority(target, { method, httpVersionMajor: 1 }) };
}

/**
 * Parses a header line.
 *
 * @param source - the place of the line, for the error
 * @throws {TextError} if it is malformed
 */
export function parseHeaderLine(line: string, source: string): HeaderLine {
  if (/^[ \t]/.test(line)) throw new TextError(`${source} begins with a blank; write each header on one line`);
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(colon, 0));
  const value = line.slice(colon + 1);
  if (!TOKEN.test(name))
    throw new TextError(`${source} is ${show(line)}; expected a header such as X-Real-IP: 203.0.113.9`);
  if (/[\r\n\0]/.test(value)) throw new TextError(`${source} contains a line break; write each header on one line`);
  return [name, trimBlanks(value)];
}

/** Creates the headers of a request; a name with several lines has a list. */
export function createHeaders(lines: readonly HeaderLine[]): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    const list = values.get(key);
    if (list === undefined) values.set(key, [value]);
    else list.push(value);
  }
  return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? list[0]! : list]));
}

/** Trims space and tab; a pattern that ends with `[ \t]+$` would be quadratic. */
function trimBlanks(text: string): string {
  const isBlank = (at: number): boolean => text[at] === " " || text[at] === "\t";
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

function show(line: string): string {
  return line === "" ? "empty" : `"${shortenText(line, 40)}"`;
}
