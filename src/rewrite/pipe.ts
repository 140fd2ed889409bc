import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { isSameRecord } from "./headers.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Combines several rewrites to one: each receives the result of the one before it. `pipe()` changes nothing.
 *
 * @param rewrites - the rewrites, first to last
 * @throws {ProxyFixOptionsError} if one of them is no function
 * @example
 * pipe(set("x-a", "1"), remove("x-b"))({ "x-b": "2" }, {})  // { "x-a": "1" }
 */
export function pipe(...rewrites: readonly Rewrite[]): Rewrite {
  for (const rewrite of rewrites) checkRewrite(rewrite, "pipe");
  return (headers, facts) => {
    let current = headers;
    for (const rewrite of rewrites) current = rewrite(current, facts);
    // A rewrite may undo an earlier one: then nothing has changed.
    return isSameRecord(headers, current) ? headers : current;
  };
}

/**
 * Checks that a value is a rewrite.
 *
 * @throws {ProxyFixOptionsError} if it is no function
 */
export function checkRewrite(rewrite: unknown, part: string): void {
  if (typeof rewrite === "function") return;
  throw new ProxyFixOptionsError(
    part,
    `got ${describeValue(rewrite)}; expected a rewrite, such as copy("x-fhost", "host") or pipe(…)`,
  );
}
