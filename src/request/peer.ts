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
  const address = socket?.remoteAddress;
  if (address !== undefined && address !== "") return address;
  const server = socket?.server;
  if (server === undefined || server === null) return undefined;
  const listening = typeof server.address === "function" ? server.address() : undefined;
  if (typeof listening === "string") unixServers.add(server);
  // A server that listened on a path before listens on a port now.
  else if (typeof listening === "object" && listening !== null) unixServers.delete(server);
  return unixServers.has(server) ? "unix" : undefined;
}
