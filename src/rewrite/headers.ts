import { detach } from "../grammar/list.js";
import { isAlias } from "./names.js";
import type { KeyCheck } from "./names.js";
import type { HeaderRecord } from "./rewrite.js";
import type { HeaderValue } from "./values.js";

/*
 * Reads a record of headers and creates changed records of it. New records define their keys: a header named
 * `__proto__` is a header like any other.
 */

/** More headers than V8 stores as a fast object. */
const MANY_HEADERS = 128;

function createRecord(entries: readonly (readonly [string, HeaderValue | undefined])[]): HeaderRecord {
  if (entries.length <= MANY_HEADERS) return Object.fromEntries(entries);
  // A fast object becomes slower with each; an object without a prototype is a table.
  const table = Object.create(null) as Record<string, HeaderValue | undefined>;
  for (const [name, value] of entries) table[name] = value;
  return Object.setPrototypeOf(table, Object.prototype) as HeaderRecord;
}

/** Returns a header's value, for `host` also from `:authority`; undefined if it is missing. */
export function findHeader(headers: HeaderRecord, name: string): HeaderValue | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value === undefined && name === "host" && Object.hasOwn(headers, ":authority") ? headers[":authority"] : value;
}

/** Returns the headers with this value under the name: aliases are removed, and `:authority` follows `host`. */
export function writeHeader(headers: HeaderRecord, name: string, value: HeaderValue): HeaderRecord {
  const entries: [string, HeaderValue | undefined][] = [];
  let isSame = Object.hasOwn(headers, name);
  for (const [key, found] of Object.entries(headers)) {
    if (key === name || (name === "host" && key === ":authority")) {
      entries.push([key, value]);
      isSame &&= isEqual(found, value);
    } else if (isAlias(key, name)) isSame = false;
    else entries.push([key, found]);
  }
  if (isSame) return headers;
  if (!Object.hasOwn(headers, name)) entries.push([name, value]);
  return createRecord(entries);
}

/** Returns the headers without the selected keys. */
export function removeHeaders(headers: HeaderRecord, isSelected: KeyCheck): HeaderRecord {
  const keys = Object.keys(headers);
  if (!keys.some(isSelected)) return headers;
  return createRecord(Object.entries(headers).filter(([key]) => !isSelected(key)));
}

/** Returns whether two records contain the same headers with the same values, in any order. */
export function isSameRecord(one: HeaderRecord, other: HeaderRecord): boolean {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => {
    if (!Object.hasOwn(other, key)) return false;
    const value = other[key];
    return value === undefined ? one[key] === undefined : isEqual(one[key], value);
  });
}

/**
 * Returns the result of a rewrite; the very same headers if nothing has changed. Values that a user's function may have cut
 * from a long header are detached from it (rule R10).
 */
export function takeRewritten<Headers extends HeaderRecord>(before: Headers, after: HeaderRecord): Headers {
  if (isSameRecord(before, after)) return before;
  const longest = findLongest(before);
  const entries = Object.entries(after);
  // A client may send a thousand headers: those that stay are not looked at again.
  for (const entry of entries) {
    const isKept = Object.hasOwn(before, entry[0]) && entry[1] === before[entry[0]];
    if (!isKept) entry[1] = detachLines(entry[1], longest);
  }
  return createRecord(entries) as Headers;
}

/** Finds the length of the longest line. */
function findLongest(headers: HeaderRecord): number {
  let longest = 0;
  for (const value of Object.values(headers)) {
    if (typeof value === "string") longest = Math.max(longest, value.length);
    else for (const line of value ?? []) longest = Math.max(longest, line.length);
  }
  return longest;
}

function detachLines(value: HeaderValue | undefined, longest: number): HeaderValue | undefined {
  return typeof value === "string" ? detach(value, longest) : value?.map((line) => detach(line, longest));
}

function isEqual(one: HeaderValue | undefined, other: HeaderValue): boolean {
  if (one === undefined || typeof one === "string" || typeof other === "string") return one === other;
  return one.length === other.length && one.every((line, at) => line === other[at]);
}
