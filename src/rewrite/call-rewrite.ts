import { describeValue } from "../errors.js";
import { ignoreRejection } from "../trust/predicate.js";
import type { ConnectionFacts, HeaderRecord, Rewrite } from "./rewrite.js";

/**
 * Calls a rewrite, which may be a user's function.
 *
 * @returns the headers that it returned
 * @throws {TypeError} if it returned something else: the headers as they were may contain the value that it should have
 *   replaced. An error of the rewrite passes through
 */
export function callRewrite(rewrite: Rewrite, headers: HeaderRecord, facts: ConnectionFacts): HeaderRecord {
  const result: unknown = rewrite(headers, facts);
  if (isHeaderRecord(result)) return result;
  ignoreRejection(result);
  throw new TypeError(
    `A rewrite returned ${describeResult(result)}; expected a record of headers with text as values, ` +
      "such as the one that it received",
  );
}

/** A map, a fetch Headers or a promise has no keys of its own: it would look like a record without any header. */
function isHeaderRecord(value: unknown): value is HeaderRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !hasMethod(value, "get") && !hasMethod(value, "then") && Object.values(value).every(isHeaderValue);
}

/** A method that every object inherits is no sign of a class (docs/reference/rules.md#r10-never). */
function hasMethod(value: object, name: string): boolean {
  const isReadable = !(name in Object.prototype) || Object.hasOwn(value, name);
  return isReadable && typeof (value as Readonly<Record<string, unknown>>)[name] === "function";
}

function isHeaderValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((line) => typeof line === "string");
  return typeof value === "string" || value === undefined;
}

function describeResult(result: unknown): string {
  const isPromise = typeof result === "object" && result !== null && hasMethod(result, "then");
  return isPromise ? "a promise" : describeValue(result);
}
