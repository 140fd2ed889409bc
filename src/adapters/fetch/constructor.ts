import { findLink, linkRequest } from "./message.js";
import type { FetchRequest } from "./request.js";
import { adoptHeaders, adoptLink, adoptRequest } from "./show.js";

/**
 * A property of a watched constructor: itself. The symbol is registered, so that two copies of this package do not watch
 * each other's for ever. A subclass inherits the property, and is another constructor.
 */
const WATCHED: unique symbol = Symbol.for("proxyfix.watched");

/**
 * Watches the global constructor Request, so that `new Request(request)` of a resolved request has its values: a runtime
 * copies the received ones, forged headers included. Does nothing if the constructor is watched already.
 *
 * The global is replaced by a proxy of itself, since no property of a request is read by that constructor. Servers on Node
 * replace the global too, at any time: call this for each request.
 */
export function watchConstructor(): void {
  const { Request: constructor } = globalThis;
  if (constructor === undefined || isWatched(constructor)) return;
  const proxy: typeof constructor = new Proxy(constructor, {
    construct: (target, args: readonly unknown[], newTarget) => {
      const made = Reflect.construct(target, args, newTarget) as FetchRequest & object;
      adopt(made, args);
      return made;
    },
    get(target, name, receiver) {
      if (name === WATCHED) return proxy;
      // `instanceof` is decided by the constructor itself, which other code may have taught to accept more.
      if (name === Symbol.hasInstance && receiver === proxy) return (value: unknown) => value instanceof target;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const property = { value: proxy, writable: true, configurable: true };
  Reflect.defineProperty(globalThis, "Request", property);
  // `new request.constructor(request)` is the same.
  Reflect.defineProperty(constructor.prototype, "constructor", property);
}

function isWatched(constructor: object): boolean {
  return (constructor as { readonly [WATCHED]?: object })[WATCHED] === constructor;
}

function adopt(made: FetchRequest, [input, init]: readonly unknown[]): void {
  const link = findLink(init);
  const hasOwnHeaders = (init as { readonly headers?: unknown } | null | undefined)?.headers !== undefined;
  if (findLink(input) === undefined) {
    // As in `new Request(url, request)`: the URL is another one.
    if (link !== undefined) linkRequest(made, { message: link.message, url: made.url });
  } else if (hasOwnHeaders) adoptLink(made, input as FetchRequest);
  else adoptRequest(made, input as FetchRequest);
  if (link !== undefined) adoptHeaders(made, init as FetchRequest);
}
