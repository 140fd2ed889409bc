import type { RequestFacts } from "../../src/resolution.js";

/** A request with the authority of an absolute-form target (R7). */
export type ReferenceRequest = RequestFacts & { readonly authority?: string | undefined };

/** Copies the own properties alone: a property of `Object.prototype` is no fact and no option (R10). */
export function ownProperties<T extends object>(object: T): T {
  return Object.assign(Object.create(null) as T, object);
}
