/** The properties of a connection that an adapter reads; a test's injected request may lack any of them. */
export interface PeerSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly encrypted?: boolean | undefined;
  readonly server?: ListeningServer | undefined;
}

/** The server that accepted a connection. */
export interface ListeningServer {
  readonly maxHeadersCount?: number | null | undefined;
  address?(): unknown;
}

/** A property of a view: the socket behind it. Registered: other copies of this package must not take a view for a socket. */
export const SOCKET: unique symbol = Symbol.for("proxyfix.socket");

/** Returns the socket of a connection, also if a request has a view of it. */
export function findSocket(socket: PeerSocket | null | undefined): PeerSocket | null | undefined {
  return (socket as { readonly [SOCKET]?: PeerSocket } | null | undefined)?.[SOCKET] ?? socket;
}

/** Servers seen to listen on a unix-domain socket: a closing server has no address any more, and still serves. */
const unixServers = new WeakSet<ListeningServer>();

/**
 * Returns the address of a connection's peer.
 *
 * A socket has no remote address if it is a unix-domain socket, and also if a TCP peer vanished before the address was
 * read. Only the server distinguishes the two: it listens on a path. A peer that vanished is never trusted.
 *
 * @returns the address as the socket reports it, `"unix"`, or undefined if it is unknown
 */
export function readPeerAddress(socket: PeerSocket | null | undefined): string | undefined {
  if (socket?.remoteAddress) return socket.remoteAddress;
  return socket?.server && listensOnPath(socket.server) ? "unix" : undefined;
}

function listensOnPath(server: ListeningServer): boolean {
  const address = typeof server.address === "function" ? server.address() : undefined;
  if (typeof address === "string") unixServers.add(server);
  // A server that listened on a path before listens on a port now.
  else if (typeof address === "object" && address !== null) unixServers.delete(server);
  return unixServers.has(server);
}
