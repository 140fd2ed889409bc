import { readMember, textOf } from "../options/read-header.js";

/** Headers as Node has them: names in lower case. */
export interface HeaderFields {
  [name: string]: string | string[] | undefined;
}

/**
 * The value of a header that is left alone. The symbol is registered: another copy of this package may have compiled the
 * options of a request.
 */
export const UNCLAIMED: unique symbol = Symbol.for("proxyfix.unclaimed");

/** The values that some of a request's headers must have. */
export interface ExpectedHeaders {
  /** Returns false only if the header, in any case, is none of them. May return true for others. */
  mayHave(name: string): boolean;
  /** Returns the value of a header, by its name in lower case; undefined if it must be deleted. */
  valueOf(name: string): string | undefined | typeof UNCLAIMED;
  /** The headers to add if the request does not have them. */
  readonly required: readonly string[];
}

/** A header to set, or to delete if the value is undefined. */
export interface HeaderChange {
  readonly name: string;
  readonly value: string | undefined;
}

/** Lists how headers must change to have the expected values: each name once, nothing if they have them. */
export function listChanges(headers: HeaderFields, expected: ExpectedHeaders): HeaderChange[] {
  const changes: HeaderChange[] = [];
  for (const name in headers) {
    if (!expected.mayHave(name) || !hasHeader(headers, name)) continue;
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
function hasHeader(headers: HeaderFields, name: string): boolean {
  return Object.hasOwn(headers, name) || readMember(headers, name) !== undefined;
}

/**
 * Gives headers the expected values, in place.
 *
 * @returns the same object, or a copy if the object does not accept the changes: other code has sealed it, or it
 *   inherits a header to delete
 */
export function writeFields(headers: HeaderFields, expected: ExpectedHeaders): HeaderFields {
  const changes = listChanges(headers, expected);
  try {
    return applyChanges(headers, changes);
  } catch {
    return applyChanges(copyHeaders(headers), changes);
  }
}

/** A header is deleted, never set to undefined: http-proxy throws at undefined. */
function applyChanges(headers: HeaderFields, changes: readonly HeaderChange[]): HeaderFields {
  for (const { name, value } of changes) {
    if (value !== undefined) setField(headers, name, value);
    else if (delete headers[name] && readMember(headers, name) !== undefined)
      throw new TypeError(`${name} is inherited`);
  }
  return headers;
}

/** More headers than V8 stores as a fast object. */
const MANY_HEADERS = 128;

/**
 * Copies headers, inherited ones included.
 *
 * @param lines - the number of header lines, if it is known
 */
export function copyHeaders(headers: HeaderFields, lines: number = Object.keys(headers).length): HeaderFields {
  const prototype: unknown = Object.getPrototypeOf(headers);
  // A spread adds them one by one to a fast object, which becomes slower with each; an object without a prototype is a table.
  if (prototype === Object.prototype && lines > MANY_HEADERS)
    return Object.setPrototypeOf(
      Object.assign(Object.create(null) as HeaderFields, headers),
      prototype,
    ) as HeaderFields;
  // A spread makes V8 store many headers as a fast object, which is then enumerated several times faster.
  if (prototype === Object.prototype) return { ...headers };
  // The headers of HTTP/2 have no prototype, and may contain a header with the name __proto__.
  const copy = (prototype === null ? Object.create(null) : {}) as HeaderFields;
  for (const name in headers) if (hasHeader(headers, name)) setField(copy, name, headers[name]);
  return copy;
}

/** Sets a header. An assignment would fail, or call a setter, if every object inherits a property of this name. */
export function setField(headers: HeaderFields, name: string, value: HeaderFields[string]): void {
  if (Object.hasOwn(headers, name) || !(name in Object.prototype)) headers[name] = value;
  else
    Object.defineProperty(
      headers,
      name,
      withoutPrototype({ value, writable: true, enumerable: true, configurable: true }),
    );
}

/** Returns a descriptor that inherits nothing: with a `get` or `set` of every object it would be invalid. */
export function withoutPrototype(descriptor: PropertyDescriptor): PropertyDescriptor {
  return Object.assign(Object.create(null) as object, descriptor);
}

/** Reads a header, or another property that no object inherits from the prototype of all. */
export function readField<Fields extends object, Name extends string & keyof Fields>(
  fields: Fields,
  name: Name,
): Fields[Name] | undefined {
  return readMember(fields, name) as Fields[Name] | undefined;
}

/** Joins the lines of a header. */
export function joinLines(value: unknown): string | undefined {
  const text = textOf(value);
  return typeof text === "object" ? text.join(", ") : text;
}

/** Returns headers whose values are all text or lines: the same object, or a copy if one of them is not. */
export function textFields(headers: HeaderFields): HeaderFields {
  const isText = (name: string): boolean => typeof headers[name] === "string" || hasTexts(headers[name]);
  const others = Object.keys(headers).filter((name) => !isText(name));
  if (others.length === 0) return headers;
  const copy = copyHeaders(headers);
  for (const name of others) setField(copy, name, textOf(headers[name]));
  return copy;
}

function hasTexts(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((line) => typeof line === "string"));
}
