/*
 * A runtime passes an object beside each request from which applications read the peer's address. All requests of a
 * server share it, so it is never written to: the application receives a view of it.
 */

/**
 * A property of a view: the object behind it. The symbol is registered, so that another copy of this package does not
 * take the client's address in a view for the peer's.
 */
const TARGET: unique symbol = Symbol.for("proxyfix.view");

/** The properties of a view that differ from those of the object behind it, computed when they are read. */
export type ViewReaders = Readonly<Record<string, () => unknown>>;

/** Creates a view of an object. Its methods run on the object itself: a runtime's own objects accept no other `this`. */
export function createView<Target extends object>(target: Target, readers: ViewReaders): Target {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(target, {
    get(behind, name) {
      if (name === TARGET) return behind;
      if (typeof name === "string" && Object.hasOwn(readers, name)) return readers[name]?.();
      const value: unknown = Reflect.get(behind, name, behind);
      if (typeof value !== "function" || name === "constructor") return value;
      if (!methods.has(name)) methods.set(name, (value as (...args: unknown[]) => unknown).bind(behind));
      return methods.get(name);
    },
    set: (behind, name, value) => {
      methods.delete(name);
      return Reflect.set(behind, name, value, behind);
    },
  });
}

/** Returns the object behind a view; any other value as it is. */
export function unwrapView(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return (value as { readonly [TARGET]?: unknown })[TARGET] ?? value;
}
