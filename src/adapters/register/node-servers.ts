import { subscribe } from "node:diagnostics_channel";
import { Server as HttpServer } from "node:http";
import { Server as NetServer } from "node:net";

/** The part of a server's guard that is needed here. */
interface ServerGuard {
  resolves(event: string | symbol, args: readonly unknown[]): boolean;
  admits(event: string | symbol, args: readonly unknown[]): boolean;
}

/** Returns the guard of a server, and guards it if it is new; undefined if it is no server of node:http, https or http2. */
type FindGuard = (server: object) => ServerGuard | undefined;

/** A prototype of servers. */
interface ServerPrototype {
  emit: (this: object, event: string | symbol, ...args: unknown[]) => boolean;
}

/**
 * Guards every server of node:http, https and http2 before its first listener runs, also a server that was created before.
 *
 * Node's and Deno's servers all inherit `emit` through the prototype of node:net's server, http2's too, without loading
 * http2. The prototype of http's server is guarded as well: Bun's inherits from EventEmitter directly, and a tracer that
 * was loaded before may have given it an `emit` that does not call net's.
 */
export function guardNodeServers(findGuard: FindGuard): void {
  for (const { prototype } of [NetServer, HttpServer]) guardPrototype(prototype, findGuard);
  resolveAtStart(findGuard);
}

function guardPrototype(server: object, findGuard: FindGuard): void {
  const prototype = server as ServerPrototype;
  const own: unknown = Object.getOwnPropertyDescriptor(prototype, "emit")?.value;
  const guardingEmit: ServerPrototype["emit"] = function (event, ...args) {
    // A server of http2 emits this one while it is being created. A program may give it options of its own until it starts.
    const guard = event === "newListener" ? undefined : findGuard(this);
    if (guard?.admits(event, args) === false) return true;
    // Whatever is inherited by then: node:domain replaces EventEmitter's when it is loaded.
    const called: unknown = own ?? Reflect.get(Object.getPrototypeOf(prototype) as ServerPrototype, "emit");
    return Reflect.apply(called as ServerPrototype["emit"], this, [event, ...args]);
  };
  Object.defineProperty(prototype, "emit", { value: guardingEmit, writable: true, configurable: true });
}

/**
 * Resolves each request when Node announces it, before the server emits it: tracers read it there. This subscriber is the
 * first, since the module is loaded before the program. A refused request is answered when it is emitted.
 */
function resolveAtStart(findGuard: FindGuard): void {
  subscribe("http.server.request.start", (message) => {
    const { request, server } = message as { readonly request: unknown; readonly server: object };
    findGuard(server)?.resolves("request", [request]);
  });
}
