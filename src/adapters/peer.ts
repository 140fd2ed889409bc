/** What an adapter reads of a connection; any of it may be missing under a test's injected request. */
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

/**
 * Whether a socket goes on telling who its peer is: Node's remembers it once it was asked, and keeps that here; Bun's has null
 * here, and forgets. Of what does not, everything is read at once. Reading later saves 0.1 µs a request: most often nobody asks.
 */
export function remembersPeer(socket: PeerSocket | null | undefined): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- Node's name
  const peer = (socket as { readonly _peername?: unknown } | null | undefined)?._peername;
  return peer !== undefined && peer !== null;
}

/** Servers that were seen to listen on a unix-domain socket: a closing server, still serving, does not tell any more. */
const unixServers = new WeakSet<ListeningServer>();

/**
 * Gives the address of a connection's peer.
 *
 * A socket has no remote address where it is a unix-domain socket, and also where a TCP peer vanished before anybody
 * asked. Only the server tells them apart: it listens on a path. A peer that vanished is never trusted.
 *
 * @returns the address as the socket reports it, `"unix"`, or undefined where it is unknown
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
