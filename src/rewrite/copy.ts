import { ProxyFixOptionsError } from "../errors.js";
import { readName } from "./names.js";
import { readHeader, writeHeader } from "./headers.js";
import type { HeaderRecord, Rewrite } from "./rewrite.js";
import { isWritable } from "./values.js";

/**
 * Copies one header over another: `copy("x-fhost", "host")` is the CustomProxyFix of the classic deployment guides.
 *
 * Where the source is missing or empty nothing changes, nor where its value must not be written: one with CR, LF or NUL,
 * or, into `host`, one that is no host.
 *
 * Security: whoever writes the source chooses what the application believes of the target. Where a client can send the
 * source past the proxy, put it behind `when(peerIn(…), …)`, and have the proxy overwrite the source on every request.
 *
 * @param from - the header to read
 * @param to - the header to write
 * @throws {ProxyFixOptionsError} if a name is no header's name, or both are the same
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
  const value = readHeader(headers, source);
  return value !== undefined && isWritable(target, value) ? writeHeader(headers, target, value) : headers;
}
