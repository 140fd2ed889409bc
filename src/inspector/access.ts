import { describeValue, ProxyFixOptionsError } from "../errors.js";

/** Returns whether a request may see the page, by the token in its query; undefined if it has none. */
export type Access = (given: string | undefined) => boolean;

/**
 * Compiles who may see the page: whoever has the token if there is one, else everybody if the environment is
 * `development`, else nobody.
 *
 * @param environment - the value of NODE_ENV
 * @throws {ProxyFixOptionsError} if the token is no text, is short, or has characters that a URL would escape
 */
export function compileAccess(token: unknown, environment: string | undefined): Access {
  if (token === undefined) return () => environment === "development";
  if (typeof token !== "string" || !/^[\w.~-]{16,}$/.test(token)) {
    throw new ProxyFixOptionsError("token", `got ${describeToken(token)}; ${EXPECTED}`);
  }
  return (given) => given !== undefined && isEqual(given, token);
}

const EXPECTED = "expected at least 16 letters, digits or . _ ~ -, such as 32 hexadecimal digits that nobody can guess";

/** A token stands in no message, not even a wrong one. */
function describeToken(token: unknown): string {
  return typeof token === "string" ? `a text of ${token.length} characters` : describeValue(token);
}

/** Compares in a time that depends on the length of the token alone. */
function isEqual(given: string, token: string): boolean {
  let difference = given.length ^ token.length;
  // Behind its end, a text has NaN, which counts as 0 here; the lengths differ then.
  for (let at = 0; at < token.length; at += 1) difference |= given.charCodeAt(at) ^ token.charCodeAt(at);
  return difference === 0;
}

/** Returns the token in the query of a path; undefined if there is none. The first one counts. */
export function findToken(path: string): string | undefined {
  const start = path.indexOf("?");
  return start < 0 ? undefined : (new URLSearchParams(path.slice(start)).get("token") ?? undefined);
}
