import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { callRewrite } from "./call-rewrite.js";
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
    for (const rewrite of rewrites) current = callRewrite(rewrite, current, facts);
    // A rewrite may undo an earlier one: then nothing has changed.
    return isSameRecord(headers, current) ? headers : current;
  };
}

/**
 * Checks that a value is a rewrite.
 *
 * @throws {ProxyFixOptionsError} if it is no function, or one that cannot return the headers at once
 */
export function checkRewrite(rewrite: unknown, part: string): void {
  const [, kind] = DEFERRED.exec(Object.prototype.toString.call(rewrite)) ?? [];
  if (typeof rewrite === "function" && kind === undefined) return;
  const received = kind === undefined ? describeValue(rewrite) : `a function of the kind ${kind}`;
  const expected =
    kind === undefined
      ? 'a rewrite, such as copy("x-fhost", "host") or pipe(…)'
      : "a plain function that returns the headers at once; look up what it needs before the server starts";
  throw new ProxyFixOptionsError(part, `got ${received}; expected ${expected}`);
}

/** The functions that return a promise or a generator, by the names that JavaScript gives them. */
const DEFERRED = /^\[object ((?:Async|Generator|AsyncGenerator)Function)\]$/;
