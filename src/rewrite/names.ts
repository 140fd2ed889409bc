import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { HYPHEN, isSeparator, isToken } from "../grammar/characters.js";

/*
 * Header names (RFC 9110 section 5.1): a token, whose case does not matter. Node has them in lower case.
 *
 * Programs that read headers as variables (CGI and its relatives) make one variable of all names that differ by characters
 * other than letters and digits: `x_real_ip` and `x.real.ip` are aliases of `x-real-ip`, and must be deleted with it.
 */

/** HTTP/2's name for the host (RFC 9113 section 8.3.1). */
const AUTHORITY = ":authority";

/**
 * Reads a header's name.
 *
 * @param value - the argument
 * @param part - the part of the combinator that received it
 * @returns the name in lower case
 * @throws {ProxyFixOptionsError} if it is no token, or a pattern
 */
export function readName(value: unknown, part: string): string {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  if (!isToken(name)) throw new ProxyFixOptionsError(part, `got ${describeValue(value)}; ${NAME_EXPECTED}`);
  if (name.includes("*")) {
    throw new ProxyFixOptionsError(
      part,
      `got ${describeValue(value)}; expected one header's name; only \`remove\` takes a pattern`,
    );
  }
  return name;
}

const NAME_EXPECTED = 'expected a header\'s name such as "x-forwarded-host", without colon, space or value';

/** Returns whether a key of the headers is selected. */
export type KeyCheck = (key: string) => boolean;

/**
 * Compiles a name, or a pattern with one `*` at its end, to a check of keys. A name selects its aliases too, and
 * `host` selects `:authority`.
 *
 * @param value - the name or pattern
 * @param part - the part of the combinator that received it
 * @throws {ProxyFixOptionsError} if it is neither, or would select every header
 */
export function compileKeys(value: unknown, part: string): KeyCheck {
  if (typeof value !== "string" || !value.endsWith("*")) {
    const name = readName(value, part);
    return (key) => isAlias(key, name);
  }
  const start = value.slice(0, -1).toLowerCase();
  if (start === "") {
    throw new ProxyFixOptionsError(part, 'got "*", which selects every header; expected some letters before the star');
  }
  if (start.includes("*") || !isToken(start)) {
    throw new ProxyFixOptionsError(
      part,
      `got ${describeValue(value)}; expected a name, or the start of one with a single * at its end: "x-internal-*"`,
    );
  }
  return (key) => startsWithAlias(key === AUTHORITY ? "host" : key, start);
}

/** Returns whether a key of the headers is the name, an alias with another separator for some `-`, or `:authority` for `host`. */
export function isAlias(key: string, name: string): boolean {
  if (key === name || (name === "host" && key === AUTHORITY)) return true;
  return key.length === name.length && startsWithAlias(key, name);
}

function startsWithAlias(key: string, start: string): boolean {
  for (let at = 0; at < start.length; at += 1) {
    const found = key.charCodeAt(at);
    const wanted = start.charCodeAt(at);
    if (found !== wanted && !(wanted === HYPHEN && isSeparator(found))) return false;
  }
  return true;
}
