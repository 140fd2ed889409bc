import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { isSpelling, readName } from "./names.js";
import { readHeader, removeHeaders, writeHeader } from "./headers.js";
import type { Rewrite } from "./rewrite.js";
import { isWritable } from "./values.js";
import type { HeaderValue } from "./values.js";

/**
 * Changes a header's value by a function, which gets the text of each line; a missing header stays missing.
 *
 * The header is removed where the function gives nothing for any line, throws, or gives what must not be written: a value
 * with CR, LF or NUL, or, for `host`, one that is no host. To leave it as it was would be to pass on the text that the
 * function was to replace.
 *
 * Security: the function gets whatever the client sent, of any length. No regular expression that backtracks.
 *
 * @param name - the header
 * @param change - gives the new text of a line, or undefined to leave the line out
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
    const before = readHeader(headers, target);
    if (before === undefined) return headers;
    const after = changeValue(before, change);
    return after !== undefined && isWritable(target, after)
      ? writeHeader(headers, target, after)
      : removeHeaders(headers, (key) => isSpelling(key, target));
  };
}

/** Gives undefined where the function does not give text: a request must not end in an error that a header caused. */
function changeValue(value: HeaderValue, change: (value: string) => unknown): HeaderValue | undefined {
  try {
    const lines: string[] = [];
    for (const line of typeof value === "string" ? [value] : value) {
      const changed = change(line);
      if (typeof changed === "string") lines.push(changed);
      else if (changed !== undefined) return rejectAnswer(changed);
    }
    return typeof value === "string" ? lines[0] : lines;
  } catch {
    return undefined;
  }
}

/** A promise is no text; and its rejection, which nobody waits for, must not end the process. */
function rejectAnswer(answer: unknown): undefined {
  if (answer instanceof Promise) answer.catch(() => {});
}
