import type { ListeningServer, PeerSocket } from "./request.js";

/** Sockets that were seen on a pipe: a closed socket has no handle any more. */
const unixSockets = new WeakSet<PeerSocket>();

/**
 * Returns whether a socket without a remote address is a unix-domain socket (or a named pipe of Windows).
 *
 * A TCP socket has no remote address either if its peer vanished before the address was read; such a peer is never
 * trusted. The socket's own handle distinguishes the two. Once it is closed, the server that accepted the connection
 * does: `_server`, which Node's net module sets. `server` is any server that other code handed the connection to.
 */
export function isUnixPeer(socket: PeerSocket): boolean {
  if (unixSockets.has(socket)) return true;
  // Node's own names.
  const { _handle: handle, _server: server } = findTransport(socket);
  const isUnix = handle ? isPipe(handle) : acceptsPipes(server);
  if (isUnix) unixSockets.add(socket);
  return isUnix;
}

/** Finds the socket under the TLS of a connection. */
export function findTransport(socket: PeerSocket): PeerSocket {
  const { _parent: parent } = socket;
  return parent ? findTransport(parent) : socket;
}

/** In a cluster's worker a server has a substitute for the handle, and its address is the path. */
function acceptsPipes(server: ListeningServer | null | undefined): boolean {
  const { _handle: handle } = server ?? {};
  // The path of a server that no longer listens may be older than its last port.
  if (!handle) return false;
  return isPipe(handle) || (typeof server?.address === "function" && typeof server.address() === "string");
}

/** Node's and Deno's classes of handles are internal: they are recognised by their names. Bun's sockets have no handle. */
function isPipe(handle: object): boolean {
  const name = handle.constructor?.name;
  return name === "Pipe" || name === "PipeWrap";
}
