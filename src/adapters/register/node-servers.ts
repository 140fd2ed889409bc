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
 * Guards every server of node:http, https and http2 that has not emitted an event yet: at its first event, before its first
 * listener runs. Each event is checked here too: a program may delete the `emit` that a guarded server has of its own.
 *
 * Node's and Deno's servers all inherit `emit` through the prototype of node:net's server, http2's too, without loading
 * http2. Bun's inherit from EventEmitter directly.
 */
export function guardNodeServers(findGuard: FindGuard): void {
  guardPrototype(NetServer.prototype, findGuard);
  const inherits = Object.prototype.isPrototypeOf.call(NetServer.prototype, HttpServer.prototype);
  if (!inherits) guardPrototype(HttpServer.prototype, findGuard);
  resolveAtStart(findGuard);
}

function guardPrototype(server: object, findGuard: FindGuard): void {
  const prototype = server as ServerPrototype;
  const { emit } = prototype;
  const guardingEmit: ServerPrototype["emit"] = function (event, ...args) {
    // A server of http2 emits this one while it is being created. A program may give it options of its own until it starts.
    const guard = event === "newListener" ? undefined : findGuard(this);
    return guard?.admits(event, args) === false ? true : emit.call(this, event, ...args);
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
