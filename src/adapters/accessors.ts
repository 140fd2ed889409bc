import { resolutionOf, type AdapterResolution } from "./incoming.js";

/** What the properties of a framework's object tell, by name, where the request was resolved. */
export type Readers = Readonly<Record<string, (resolution: AdapterResolution, self: object) => unknown>>;

/**
 * Finds the prototype that a framework's requests of every application share: the furthest one that has this accessor.
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
 * Wraps accessors: of a resolved request they tell the truth, of any other what they always told. Put once on a
 * prototype, they cost nothing per request, where own properties are slow.
 *
 * @param owner - the prototype that has the accessors; one that is not there is added
 * @param readers - what to tell
 * @param findRequest - finds Node's request, by which it is known whether it was resolved
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
    // What a program assigns stands, as it did before.
    if (before?.set !== undefined) descriptor.set = createSetter(name);
    Object.defineProperty(owner, name, descriptor);
  }
}

function createSetter(name: string): (value: unknown) => void {
  return function (this: object, value) {
    Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
  };
}
