import { ProxyFixOptionsError } from "../errors.js";
import { readName } from "./names.js";
import { findHeader, writeHeader } from "./headers.js";
import type { HeaderRecord, Rewrite } from "./rewrite.js";
import { isWritable, readValue } from "./values.js";

/**
 * Adds a value at the right of a list, as a proxy does: after a comma, or as a line of its own if the header has
 * several lines. A missing header is set to the value.
 *
 * An empty header keeps its place in the list, so that counts from the right stay correct: `""` becomes `", value"`.
 *
 * @param name - the header; `host` is no list
 * @param value - the value to add
 * @throws {ProxyFixOptionsError} if the name is no header name or is `host`, or if the value must not be written
 * @example
 * append("x-forwarded-for", "10.0.0.1")({ "x-forwarded-for": "192.0.2.1" }, {})["x-forwarded-for"]
 * // "192.0.2.1, 10.0.0.1"
 */
export function append(name: string, value: string): Rewrite {
  const target = readName(name, "append");
  if (target === "host") {
    throw new ProxyFixOptionsError(
      "append",
      'got "host", which contains one value; expected a list; use `set` or `copy`',
    );
  }
  const text = readValue(value, target, "append");
  return (headers) => appendValue(headers, target, text);
}

function appendValue(headers: HeaderRecord, name: string, text: string): HeaderRecord {
  const before = findHeader(headers, name);
  if (before === undefined) return writeHeader(headers, name, text);
  const after = typeof before === "string" ? `${before}, ${text}` : [...before, text];
  return isWritable(name, after) ? writeHeader(headers, name, after) : headers;
}
