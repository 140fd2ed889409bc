/** The properties of a fetch Request that the adapters use; no type of a runtime is needed for them. */
export interface FetchRequest {
  readonly url: string;
  readonly headers: FetchHeaders;
  readonly clone: () => unknown;
}

/** The methods of fetch Headers that the adapters use. */
export interface FetchHeaders {
  get(name: string): string | null;
  set(name: string, value: string): void;
  delete(name: string): void;
  forEach(callback: (value: string, name: string) => void): void;
}

/** The global Request, by the types of whichever runtime the project has installed. */
export type GlobalRequest = typeof globalThis extends { Request: { prototype: infer Instance extends FetchRequest } }
  ? Instance
  : FetchRequest;

/** The global Response, likewise. */
export type GlobalResponse = typeof globalThis extends { Response: { prototype: infer Instance } } ? Instance : object;

/** Defines a property of a request's own, in front of the one that it inherits. */
export function defineOwn(request: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(request, name, { value, writable: true, enumerable: false, configurable: true });
}
