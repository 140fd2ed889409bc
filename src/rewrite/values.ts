import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { parseHost } from "../grammar/host.js";

/** A header's value, or its lines. */
export type HeaderValue = string | readonly string[];

/*
 * What may be written into a header: no CR, LF or NUL (RFC 9110 section 5.5: they end a header for one reader and not for
 * the next), and into `host` nothing but a host. A value is written whole or not at all: to drop one of several lines
 * would move the others, and what stands where is what the counts go by.
 */

/** Says whether a value may be written into the header of that name. An empty one, or no line at all, may not. */
export function isWritable(name: string, value: HeaderValue): boolean {
  if (name === "host") return typeof value === "string" && parseHost(value, 0, value.length) !== undefined;
  const lines = typeof value === "string" ? [value] : value;
  return !lines.some(hasLineEnd) && !isBlank(value);
}

/** Says whether a header says nothing: no line, or none with more than space and tab. */
export function isBlank(value: HeaderValue | undefined): boolean {
  if (value === undefined) return true;
  return typeof value === "string" ? isBlankLine(value) : value.every(isBlankLine);
}

/**
 * Reads a value written into the program.
 *
 * @param value - what the caller wrote
 * @param name - the header it is for
 * @param part - the part of the combinator it was written for
 * @throws {ProxyFixOptionsError} if it is no text, empty, has a line end, or is no host where one is needed
 */
export function readValue(value: unknown, name: string, part: string): string {
  if (typeof value === "string" && isWritable(name, value)) return value;
  const expected =
    name === "host"
      ? 'expected a host such as "example.com" or "example.com:8443"'
      : "expected text, not empty and without line ends; to take a header away, use `remove`";
  throw new ProxyFixOptionsError(part, `got ${describeValue(value)} for the header "${name}"; ${expected}`);
}

function hasLineEnd(line: string): boolean {
  return line.includes("\n") || line.includes("\r") || line.includes("\0");
}

function isBlankLine(line: string): boolean {
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code !== SPACE && code !== TAB) return false;
  }
  return true;
}

const SPACE = 32;
const TAB = 9;
