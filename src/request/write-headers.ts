import type { ExpectedHeaders } from "../headers/expected-headers.js";
import { copyHeaders } from "../headers/header-record.js";
import { applyChanges, listChanges, type HeaderChange } from "../headers/list-changes.js";
import { changeLines } from "./change-lines.js";
import { renewHeadersDistinct } from "./headers-distinct.js";
import type { IncomingRequest } from "./request.js";

/**
 * Gives a request's headers the expected values: one pass over `headers`, one over `rawHeaders`. Other code may hold
 * these two objects, and HTTP/2's request has no setter for them: they are changed in place, and replaced only if other
 * code has sealed them or inherits in them.
 */
export function writeHeaders(req: IncomingRequest, expected: ExpectedHeaders): void {
  const changes = listChanges(expected, req.headers);
  if (changes.length > 0) writeRecord(req, changes);
  const lines = req.rawHeaders ?? [];
  const changed = changeLines(lines, expected, (req.httpVersionMajor ?? 1) > 1 ? "host" : "Host");
  if (changed !== undefined && req.rawHeaders) writeLines(req, lines, changed);
  renewHeadersDistinct(req);
}

function writeRecord(req: IncomingRequest, changes: readonly HeaderChange[]): void {
  try {
    applyChanges(req.headers, changes);
  } catch {
    const headers = copyHeaders(req.headers);
    applyChanges(headers, changes);
    replace(req, "headers", headers);
  }
}

function writeLines(req: IncomingRequest, lines: string[], changed: string[]): void {
  try {
    for (let at = 0; at < changed.length; at += 1) lines[at] = changed[at]!;
    lines.length = changed.length;
  } catch {
    replace(req, "rawHeaders", changed);
  }
}

/** Replaces an object of a request. HTTP/2's request has no setter: it keeps the object under a symbol. */
function replace(req: IncomingRequest, name: "headers" | "rawHeaders", value: object): void {
  const before = req[name];
  if (Reflect.set(req, name, value)) return;
  const slots = req as unknown as Record<symbol, unknown>;
  for (const slot of Object.getOwnPropertySymbols(req)) if (slots[slot] === before) slots[slot] = value;
  if (req[name] !== value) {
    Object.defineProperty(req, name, { value, writable: true, configurable: true, enumerable: true });
  }
}
