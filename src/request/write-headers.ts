import type { ExpectedHeaders } from "../headers/expected-headers.js";
import { writeRecord } from "../headers/write-record.js";
import { renewHeadersDistinct } from "./headers-distinct.js";
import type { IncomingRequest } from "./request.js";
import { writeLines } from "./write-lines.js";

/**
 * Gives a request's headers the expected values: one pass over `headers`, one over `rawHeaders`. Other code may hold
 * these two objects, and HTTP/2's request has no setter for them: they are changed in place if that is possible.
 */
export function writeHeaders(req: IncomingRequest, expected: ExpectedHeaders): void {
  // On Express each read of the request's properties is slow: read each once.
  const { headers, rawHeaders } = req;
  replace(req, "headers", headers, writeRecord(headers, expected));
  if (rawHeaders !== undefined && rawHeaders !== null) {
    const hostName = (req.httpVersionMajor ?? 1) > 1 ? "host" : "Host";
    replace(req, "rawHeaders", rawHeaders, writeLines(rawHeaders, expected, hostName));
  }
  renewHeadersDistinct(req);
}

/** Replaces an object of a request by another one. HTTP/2's request has no setter: it keeps the object under a symbol. */
function replace(req: IncomingRequest, name: "headers" | "rawHeaders", before: object, value: object): void {
  if (value === before || Reflect.set(req, name, value)) return;
  const properties = req as unknown as Record<symbol, unknown>;
  for (const symbol of Object.getOwnPropertySymbols(req)) if (properties[symbol] === before) properties[symbol] = value;
  if (req[name] !== value) {
    Object.defineProperty(req, name, { value, writable: true, configurable: true, enumerable: true });
  }
}
