import type { Resolution } from "../resolution.js";
import { findSocket, SOCKET } from "./read-facts.js";
import { define } from "./set-property.js";
import { resolutionOf } from "./state.js";

/**
 * Gives a request a view of its socket, with the client's address, port and scheme in place of the peer's.
 *
 * The socket itself is shared by every request of the connection, which may have other clients: it is never written to
 * here. The view always has the facts of the request's last resolution.
 */
export function showSocket(req: { readonly socket?: object | null }): void {
  const { socket } = req;
  if (socket === undefined || socket === null || findSocket(socket) !== socket) return;
  // HTTP/2's request has only a getter: an own property comes before it.
  define(req, "socket", createView(socket, req));
}

/** Methods run on the socket itself, so that timeouts and listeners are set on it; so do writes. */
function createView(socket: object, req: object): object {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(socket, {
    get(target, name) {
      if (name === SOCKET) return target;
      const resolution = resolutionOf(req);
      if (resolution !== undefined && typeof name === "string" && Object.hasOwn(RESOLVED, name)) {
        return RESOLVED[name]?.(resolution);
      }
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function" || name === "constructor") return value;
      if (!methods.has(name)) methods.set(name, (value as (...args: unknown[]) => unknown).bind(target));
      return methods.get(name);
    },
    has: (target, name) => name in RESOLVED || name in target,
    set(target, name, value) {
      methods.delete(name);
      return Reflect.set(target, name, value, target);
    },
  });
}

/** The properties that a view reads from the resolution. */
const RESOLVED: Readonly<Record<string, (resolution: Resolution) => unknown>> = {
  remoteAddress: ({ clientAddress }) => clientAddress,
  remotePort: ({ clientPort }) => clientPort,
  remoteFamily: ({ clientAddress }) =>
    clientAddress === undefined ? undefined : clientAddress.includes(":") ? "IPv6" : "IPv4",
  encrypted: ({ proto }) => proto === "https",
};
