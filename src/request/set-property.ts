import { withoutPrototype } from "../headers/header-fields.js";

/**
 * Sets a property of an object that other code may have sealed. Never throws.
 *
 * @returns whether the property has the value now
 */
export function setProperty(target: object, name: string, value: unknown): boolean {
  return assign(target, name, value) || define(target, name, value);
}

/** Assigns a property; returns false if it is read-only, or if its setter did not keep the value. */
export function assign(target: object, name: string, value: unknown): boolean {
  try {
    return Reflect.set(target, name, value) && Reflect.get(target, name) === value;
  } catch {
    return false;
  }
}

/** Defines a property of the object's own; returns false if other code has sealed it. */
export function define(target: object, name: string, value: unknown): boolean {
  return Reflect.defineProperty(
    target,
    name,
    withoutPrototype({ value, writable: true, configurable: true, enumerable: true }),
  );
}
