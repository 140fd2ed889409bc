import { UNCLAIMED, type ExpectedHeaders } from "./expected-headers.js";
import type { HeaderRecord } from "./header-record.js";

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
export function listChanges(expected: ExpectedHeaders, headers: HeaderRecord): HeaderChange[] {
  const changes: HeaderChange[] = [];
  for (const name in headers) {
    if (!expected.mayHave(name)) continue;
    const value = expected.valueOf(name);
    if (value !== UNCLAIMED && headers[name] !== value) changes.push({ name, value });
  }
  for (const name of expected.required) {
    if (headers[name] !== undefined) continue;
    const value = expected.valueOf(name);
    if (value !== undefined && value !== UNCLAIMED) changes.push({ name, value });
  }
  return changes;
}

/**
 * Writes changes to headers. A header is deleted, never set to undefined: http-proxy throws at undefined.
 *
 * @throws {TypeError} if other code has sealed the headers, or inherits in them; some changes may be written by then
 */
export function applyChanges(headers: HeaderRecord, changes: readonly HeaderChange[]): void {
  for (const { name, value } of changes) {
    if (value !== undefined) headers[name] = value;
    else if (delete headers[name] && headers[name] !== undefined) throw new TypeError(`${name} is inherited`);
  }
}
