import type { Resolution } from "../resolution.js";
import { resolutionOf } from "./incoming.js";

/** The views there are, so that none is made of another. */
const views = new WeakSet();

/**
 * Gives a resolved request a view of its socket, with the client's address, port and scheme in place of the peer's.
 *
 * The socket itself is shared by every request of the connection, which may have other clients: it is never written to
 * here. The view always tells the request's last resolution.
 *
 * @param req - a resolved request
 */
export function showSocket(req: { readonly socket?: object | null }): void {
  const { socket } = req;
  if (socket === undefined || socket === null || views.has(socket)) return;
  // HTTP/2's request has a getter alone: an own property stands before it.
  Object.defineProperty(req, "socket", {
    value: createSocketView(socket, req),
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** Methods run on the socket itself, so that timeouts and listeners land where they belong; so do writes. */
function createSocketView(socket: object, req: object): object {
  const methods = new Map<PropertyKey, unknown>();
  const view = new Proxy(socket, {
    get(target, name) {
      const resolution = resolutionOf(req);
      if (resolution !== undefined && typeof name === "string" && Object.hasOwn(TOLD, name)) {
        return TOLD[name]?.(resolution);
      }
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function" || name === "constructor") return value;
      if (!methods.has(name)) methods.set(name, (value as (...args: unknown[]) => unknown).bind(target));
      return methods.get(name);
    },
    has: (target, name) => name in TOLD || name in target,
    set(target, name, value) {
      methods.delete(name);
      return Reflect.set(target, name, value, target);
    },
  });
  views.add(view);
  return view;
}

/** What the view tells, from the resolution. */
const TOLD: Readonly<Record<string, (resolution: Resolution) => unknown>> = {
  remoteAddress: ({ clientAddress }) => clientAddress,
  remotePort: ({ clientPort }) => clientPort,
  remoteFamily: ({ clientAddress }) =>
    clientAddress === undefined ? undefined : clientAddress.includes(":") ? "IPv6" : "IPv4",
  encrypted: ({ proto }) => proto === "https",
};
