import type { IncomingRequest } from "../../request/request.js";
import type { FetchRequest } from "./request.js";
import { unwrapView } from "./views.js";

/** The facts of the connection that a request came on. */
export interface PeerFacts {
  /** The peer's address as the socket reports it, or `"unix"` for a unix-domain socket; undefined if it is unknown. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  /** Whether the connection to this process is TLS; by default, whether the request's URL begins with `https:`. */
  readonly encrypted?: boolean | undefined;
}

/** Node's request behind a fetch Request, or the facts that another runtime reports. */
export type Connection = { readonly message: IncomingRequest } | { readonly peer: PeerFacts };

/** Bun's server, as it passes itself to a handler. */
export interface BunServer {
  readonly protocol?: unknown;
  readonly url?: unknown;
  requestIP(request: object): { readonly address: string; readonly port: number } | null;
}

/** Deno's information about a request, as it passes it to a handler. */
export interface DenoInfo {
  readonly remoteAddr: { readonly transport?: string; readonly hostname?: string; readonly port?: number };
}

/**
 * Finds the connection of a request among the arguments that a runtime passes beside it: `{ incoming }` of
 * `@hono/node-server`, Bun's server, Deno's info; or in the property `runtime`, which srvx adds to the request.
 */
export function findConnection(request: FetchRequest, rest: readonly unknown[]): Connection | undefined {
  const { runtime } = request as { readonly runtime?: Runtime | null };
  for (const value of [...rest, runtime?.bun?.server, runtime?.deno?.info, { incoming: runtime?.node?.req }]) {
    const connection = readArgument(request, unwrapView(value));
    if (connection !== undefined) return connection;
  }
  return undefined;
}

interface Runtime {
  readonly node?: { readonly req?: unknown };
  readonly bun?: { readonly server?: unknown };
  readonly deno?: { readonly info?: unknown };
}

function readArgument(request: FetchRequest, value: unknown): Connection | undefined {
  for (const holder of [value, readServer(value)]) {
    const message = findIncoming(holder);
    if (message !== undefined) return { message };
    if (isBunServer(holder)) return { peer: readBunPeer(holder, request) };
    if (isDenoInfo(holder)) return { peer: readDenoPeer(holder) };
  }
  return undefined;
}

/** Some applications pass on the runtime's argument as `{ server }`. */
export function readServer(value: unknown): unknown {
  return isObject(value) ? unwrapView((value as { readonly server?: unknown }).server) : undefined;
}

/** Finds Node's request in `{ incoming }`; undefined if there is none. */
function findIncoming(value: unknown): IncomingRequest | undefined {
  if (!isObject(value)) return undefined;
  const { incoming } = value as { readonly incoming?: unknown };
  if (!isObject(incoming)) return undefined;
  const { headers, socket } = incoming as { readonly headers?: unknown; readonly socket?: unknown };
  return isObject(headers) && isObject(socket) ? (incoming as IncomingRequest) : undefined;
}

export function isBunServer(value: unknown): value is BunServer {
  return isObject(value) && typeof (value as Partial<BunServer>).requestIP === "function";
}

export function isDenoInfo(value: unknown): value is DenoInfo {
  return isObject(value) && isObject((value as Partial<DenoInfo>).remoteAddr);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The address is null over a unix-domain socket, and also if a TCP peer vanished: the server distinguishes the two. */
function readBunPeer(server: BunServer, request: FetchRequest): PeerFacts {
  const { protocol } = server;
  const encrypted = typeof protocol === "string" ? protocol.startsWith("https") : undefined;
  const found = findBunAddress(server, request);
  if (found !== null) return { address: found.address, port: found.port, encrypted };
  return { address: String(server.url).startsWith("unix:") ? "unix" : undefined, encrypted };
}

/** Bun throws at a Request that it did not make itself. */
function findBunAddress(server: BunServer, request: FetchRequest): ReturnType<BunServer["requestIP"]> {
  try {
    return server.requestIP(request);
  } catch {
    return null;
  }
}

function readDenoPeer({ remoteAddr: { transport, hostname, port } }: DenoInfo): PeerFacts {
  return transport === "unix" ? { address: "unix" } : { address: hostname, port };
}
