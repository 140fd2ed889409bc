import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { SPACE, TAB } from "../grammar/characters.js";
import { parseHost } from "../grammar/host.js";

/** A header's value, or its lines. */
export type HeaderValue = string | readonly string[];

/*
 * The values that may be written (docs/reference/rules.md#rewrites): no CR, LF or NUL (RFC 9110 section 5.5: they end a
 * header for some readers), and for `host` only a host. A value is written whole or not at all: without one of its
 * lines, the others would be counted at another place.
 */

/** Returns whether a value may be written to the header of this name. An empty value, or no line at all, may not. */
export function isWritable(name: string, value: HeaderValue): boolean {
  if (name === "host") return typeof value === "string" && parseHost(value, 0, value.length) !== undefined;
  const lines = typeof value === "string" ? [value] : value;
  return !lines.some(hasLineEnd) && !isBlank(value);
}

/** Returns whether a header is empty: it has no line, or only lines of space and tab. */
export function isBlank(value: HeaderValue | undefined): boolean {
  if (value === undefined) return true;
  return typeof value === "string" ? isBlankLine(value) : value.every(isBlankLine);
}

/**
 * Reads a value that the program contains.
 *
 * @param value - the argument
 * @param name - the header to write
 * @param part - the part of the combinator that received it
 * @throws {ProxyFixOptionsError} if it is no text, is empty, has a line end, or is no host but the header is `host`
 */
export function readValue(value: unknown, name: string, part: string): string {
  if (typeof value === "string" && isWritable(name, value)) return value;
  const expected =
    name === "host"
      ? 'expected a host such as "example.com" or "example.com:8443"'
      : "expected text, not empty and without line ends; to delete a header, use `remove`";
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
