import { ProxyFixOptionsError } from "../errors.js";
import { readName } from "./names.js";
import { findHeader, writeHeader } from "./headers.js";
import type { HeaderRecord, Rewrite } from "./rewrite.js";
import { isWritable } from "./values.js";

/**
 * Copies one header over another: `copy("x-fhost", "host")` is the CustomProxyFix of the classic deployment guides.
 *
 * Nothing changes if the source is missing or empty, or if its value must not be written: a value with CR, LF or NUL
 * or, for `host`, a value that is no host.
 *
 * Security: the sender of the source chooses the value of the target. If a client can send the source past the proxy,
 * put this into `when(peerIn(…), …)`, and let the proxy overwrite the source on every request.
 *
 * @param from - the header to read
 * @param to - the header to write
 * @throws {ProxyFixOptionsError} if a name is no header name, or both are the same
 * @example
 * copy("x-fhost", "host")({ host: "10.0.0.5", "x-fhost": "example.com" }, {}).host  // "example.com"
 */
export function copy(from: string, to: string): Rewrite {
  const source = readName(from, "copy");
  const target = readName(to, "copy");
  if (source === target) {
    throw new ProxyFixOptionsError("copy", `got "${source}" for both names; expected two headers`);
  }
  return (headers) => copyHeader(headers, source, target);
}

/** Copies a header whose names are checked. */
export function copyHeader(headers: HeaderRecord, source: string, target: string): HeaderRecord {
  const value = findHeader(headers, source);
  return value !== undefined && isWritable(target, value) ? writeHeader(headers, target, value) : headers;
}
