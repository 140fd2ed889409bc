import { Server as HttpServer } from "node:http";
import { Server as NetServer } from "node:net";

/** A prototype of servers. */
interface ServerPrototype {
  emit: (this: object, event: string | symbol, ...args: unknown[]) => boolean;
}

/**
 * Guards every server of node:http, https and http2 that has not emitted an event yet: at its first event, before its first
 * listener runs.
 *
 * Node's and Deno's servers all inherit `emit` through the prototype of node:net's server, http2's too, without loading
 * http2. Bun's inherit from EventEmitter directly.
 *
 * @param guardNew - guards a server; returns false if the server is guarded already, or is no server of these
 */
export function guardNodeServers(guardNew: (server: object) => boolean): void {
  guardPrototype(NetServer.prototype, guardNew);
  const isGuarded = Object.prototype.isPrototypeOf.call(NetServer.prototype, HttpServer.prototype);
  if (!isGuarded) guardPrototype(HttpServer.prototype, guardNew);
}

function guardPrototype(server: object, guardNew: (server: object) => boolean): void {
  const prototype = server as ServerPrototype;
  const { emit } = prototype;
  const guardingEmit: ServerPrototype["emit"] = function (event, ...args) {
    // A server of http2 emits this one while it is being created. A program may give it options of its own until it starts.
    const isStarted = event !== "newListener";
    // A guarded server has an `emit` of its own, which ends in this one.
    if (isStarted && guardNew(this)) return (this as ServerPrototype).emit(event, ...args);
    return emit.call(this, event, ...args);
  };
  Object.defineProperty(prototype, "emit", { value: guardingEmit, writable: true, configurable: true });
}
