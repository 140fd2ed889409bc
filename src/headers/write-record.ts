import { UNCLAIMED, type ExpectedHeaders } from "./expected-headers.js";
import { copyHeaders, type HeaderRecord } from "./header-record.js";

/** A header to set, or to delete if the value is undefined. */
export interface HeaderChange {
  readonly name: string;
  readonly value: string | undefined;
}

/**
 * Lists how headers must change to have the expected values. Writes nothing.
 *
 * @returns each name once; empty if nothing has to change
 */
export function listChanges(headers: HeaderRecord, expected: ExpectedHeaders): HeaderChange[] {
  const changes: HeaderChange[] = [];
  for (const name in headers) {
    if (!expected.mayHave(name)) continue;
    const value = expected.valueOf(name);
    if (value !== UNCLAIMED && headers[name] !== value) changes.push({ name, value });
  }
  for (const name of expected.required) {
    if (hasHeader(headers, name)) continue;
    const value = expected.valueOf(name);
    if (value !== undefined && value !== UNCLAIMED) changes.push({ name, value });
  }
  return changes;
}

/** Headers may inherit others, as `Object.create(headers)` does; the properties of every object are no headers. */
function hasHeader(headers: HeaderRecord, name: string): boolean {
  return headers[name] !== undefined && (Object.hasOwn(headers, name) || !(name in Object.prototype));
}

/**
 * Gives headers the expected values, in place.
 *
 * @returns the same object; a copy if other code has sealed the headers or inherits in them
 */
export function writeRecord(headers: HeaderRecord, expected: ExpectedHeaders): HeaderRecord {
  const changes = listChanges(headers, expected);
  try {
    return applyChanges(headers, changes);
  } catch {
    return applyChanges(copyHeaders(headers), changes);
  }
}

/** A header is deleted, never set to undefined: http-proxy throws at undefined. */
function applyChanges(headers: HeaderRecord, changes: readonly HeaderChange[]): HeaderRecord {
  for (const { name, value } of changes) {
    if (value !== undefined) headers[name] = value;
    else if (delete headers[name] && headers[name] !== undefined) throw new TypeError(`${name} is inherited`);
  }
  return headers;
}
