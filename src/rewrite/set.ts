import { readName } from "./names.js";
import { findHeader, writeHeader } from "./headers.js";
import type { Rewrite } from "./rewrite.js";
import { isBlank, readValue } from "./values.js";

/**
 * Sets a header to a fixed value.
 *
 * Security: this is the safe way to state a fact that the proxy does not state: nobody can forge a value that the
 * program contains.
 *
 * @param name - the header
 * @param value - its value; for `host`, a host
 * @throws {ProxyFixOptionsError} if the name is no header name, or the value is empty or must not be written
 * @example
 * set("x-forwarded-proto", "https")({ "x-forwarded-proto": "http" }, {})  // { "x-forwarded-proto": "https" }
 */
export function set(name: string, value: string): Rewrite {
  const target = readName(name, "set");
  const text = readValue(value, target, "set");
  return (headers) => writeHeader(headers, target, text);
}

/**
 * Sets a header if it is missing or empty.
 *
 * Security: the sender of the header decides. If that must not be the client, use {@link set}, or put this into
 * `when(peerIn(…), …)`.
 *
 * @param name - the header
 * @param value - its value; for `host`, a host
 * @throws {ProxyFixOptionsError} if the name is no header name, or the value is empty or must not be written
 * @example
 * setDefault("x-forwarded-proto", "https")({}, {})  // { "x-forwarded-proto": "https" }
 */
export function setDefault(name: string, value: string): Rewrite {
  const target = readName(name, "setDefault");
  const text = readValue(value, target, "setDefault");
  return (headers) => (isBlank(findHeader(headers, target)) ? writeHeader(headers, target, text) : headers);
}
