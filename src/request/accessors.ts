import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { resolutionOf } from "./resolve-incoming.js";

/** The values of a framework object's properties, by name, for a resolved request. */
export type Readers = Readonly<Record<string, (resolution: AdapterResolution, self: object) => unknown>>;

/**
 * Finds the prototype that the requests of all applications of a framework share: the furthest one with this accessor.
 * An accessor that the user's application defined nearer stays in force.
 */
export function findOwner(object: object, name: string): object | undefined {
  let owner: object | undefined;
  for (let at: unknown = Object.getPrototypeOf(object); isObject(at); at = Object.getPrototypeOf(at)) {
    if (Object.getOwnPropertyDescriptor(at, name)?.get !== undefined) owner = at;
  }
  return owner;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * Wraps accessors: those of a resolved request return its resolved values, those of any other request the framework's.
 * Defined once on a prototype, they cost a request nothing; own properties are slow.
 *
 * @param owner - the prototype with the accessors; a missing one is added
 * @param findRequest - returns Node's request, whose state decides
 */
export function wrapAccessors(owner: object, readers: Readers, findRequest: (self: object) => object): void {
  for (const [name, read] of Object.entries(readers)) {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const descriptor: PropertyDescriptor & ThisType<object> = {
      configurable: true,
      enumerable: before?.enumerable ?? true,
      get() {
        const resolution = resolutionOf(findRequest(this));
        return resolution === undefined ? (before?.get?.call(this) as unknown) : read(resolution, this);
      },
    };
    // A value that a program assigns stays, as it did before.
    if (before?.set !== undefined) descriptor.set = createSetter(name);
    Object.defineProperty(owner, name, descriptor);
  }
}

function createSetter(name: string): (value: unknown) => void {
  return function (this: object, value) {
    Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
  };
}
