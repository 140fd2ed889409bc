import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { withoutPrototype } from "../headers/header-fields.js";
import { assign, define } from "./set-property.js";
import { PREPARED, resolutionOf } from "./state.js";

/** The values of a framework object's properties, by name, for a resolved request. */
export type Readers = Readonly<Record<string, (resolution: AdapterResolution, self: object) => unknown>>;

/** The properties of a request of Node's for which a framework may have accessors. */
export const RESOLVED_PROPERTIES: readonly string[] = [
  "ip",
  "ips",
  "protocol",
  "secure",
  "host",
  "hostname",
  "subdomains",
  "proxyFix",
];

/**
 * Deletes own properties that would hide the accessors of an object's prototype: other code, such as an adapter for a
 * serverless platform, may have given it values from before it was resolved. Never throws.
 */
export function deleteOwn(object: object, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(object, name) || Reflect.deleteProperty(object, name)) continue;
    // The property is permanent: it gets the value of the accessor, if it can be assigned.
    assign(object, name, readInherited(object, name));
  }
}

/** Reads the value that an own property hides; undefined if the accessor throws. */
function readInherited(object: object, name: string): unknown {
  try {
    return Reflect.get(Object.getPrototypeOf(object) as object, name, object);
  } catch {
    return undefined;
  }
}

/**
 * Wraps the accessors of a framework's objects, once on the prototype that the requests of all its applications share:
 * the furthest one with an accessor `protocol`. An accessor that the user's application defined nearer stays in force.
 *
 * @param listReaders - returns the properties to wrap, or to add, for that prototype
 * @param findRequest - returns Node's request of such an object
 * @returns whether there is such a prototype
 */
export function prepareAccessors(
  object: object,
  listReaders: (owner: object) => Readers,
  findRequest: (self: object) => object,
): boolean {
  let owner: object | undefined;
  for (let at: unknown = Object.getPrototypeOf(object); isObject(at); at = Object.getPrototypeOf(at)) {
    if (Object.getOwnPropertyDescriptor(at, "protocol")?.get !== undefined) owner = at;
  }
  if (owner === undefined) return false;
  if (PREPARED in owner) return true;
  Object.defineProperty(owner, PREPARED, withoutPrototype({ value: true }));
  for (const [name, read] of Object.entries(listReaders(owner))) wrapAccessor(owner, name, read, findRequest);
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * Wraps an accessor: for a resolved request it returns the resolved value, for any other request the framework's. On a
 * prototype it costs a request nothing; an own property of a request is slow.
 */
function wrapAccessor(owner: object, name: string, read: Readers[string], findRequest: (self: object) => object): void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const above = Object.getPrototypeOf(owner) as object | null;
  const getter: PropertyDescriptor & ThisType<object> = {
    get() {
      const resolution = resolutionOf(findRequest(this));
      if (resolution !== undefined) return read(resolution, this);
      const inherited: unknown = before === undefined ? Reflect.get(above ?? {}, name, this) : before.get?.call(this);
      return inherited;
    },
  };
  const setter: PropertyDescriptor & ThisType<object> = {
    set(value: unknown) {
      // A value that a program assigns before the request is resolved is the framework's: the resolved one replaces it.
      const isKept = before?.set === undefined || resolutionOf(findRequest(this)) !== undefined;
      if (!isKept) before.set!.call(this, value);
      else define(this, name, value);
    },
  };
  const isReadOnly = before !== undefined && before.set === undefined;
  const descriptor = {
    configurable: true,
    enumerable: before?.enumerable ?? true,
    ...getter,
    ...(isReadOnly ? {} : setter),
  };
  Object.defineProperty(owner, name, withoutPrototype(descriptor));
}
