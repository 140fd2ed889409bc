import { detach } from "../grammar/list.js";
import { ignoreRejection } from "../trust/predicate.js";
import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { isAlias, readName } from "./names.js";
import { findHeader, removeHeaders, writeHeader } from "./headers.js";
import type { Rewrite } from "./rewrite.js";
import { isWritable, type HeaderValue } from "./values.js";

/**
 * Changes a header's value by a function, which receives the text of each line; a missing header stays missing.
 *
 * The header is removed if the function returns undefined for every line, throws, or returns a value that must not be
 * written: a value with CR, LF or NUL or, for `host`, a value that is no host. The old value does not stay: it is the
 * text that the function should have replaced.
 *
 * Security: the function receives the client's text, of any length. Use no regular expression that backtracks.
 *
 * @param name - the header
 * @param change - returns the new text of a line, or undefined to leave the line out
 * @throws {ProxyFixOptionsError} if the name is no header's name, or `change` is no function
 * @example
 * map("x-forwarded-proto", (proto) => proto.toLowerCase())({ "x-forwarded-proto": "HTTPS" }, {})
 * // { "x-forwarded-proto": "https" }
 */
export function map(name: string, change: (value: string) => string | undefined): Rewrite {
  const target = readName(name, "map");
  if (typeof change !== "function") {
    throw new ProxyFixOptionsError("map", `got ${describeValue(change)}; expected a function (value) => value`);
  }
  return (headers) => {
    const before = findHeader(headers, target);
    if (before === undefined) return headers;
    const after = changeValue(before, change);
    return after !== undefined && isWritable(target, after)
      ? writeHeader(headers, target, after)
      : removeHeaders(headers, (key) => isAlias(key, target));
  };
}

/** Returns undefined if the function does not return text: a header must not make a request end in an error. */
function changeValue(value: HeaderValue, change: (value: string) => unknown): HeaderValue | undefined {
  try {
    const lines: string[] = [];
    for (const line of typeof value === "string" ? [value] : value) {
      const changed = change(line);
      if (typeof changed === "string") lines.push(detach(changed, line.length));
      else if (changed !== undefined) {
        ignoreRejection(changed);
        return undefined;
      }
    }
    return typeof value === "string" ? lines[0] : lines;
  } catch {
    return undefined;
  }
}
