import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** The peer's address stays the socket's own. */
export const OWN_PEER = "own";

let running: Promise<Server> | undefined;

/** Starts the one server that accepts all connections; each visit has a server of HTTP of its own, which gets its socket. */
function listen(): Promise<Server> {
  running ??= (async () => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, "127.0.0.1").unref();
    await once(server, "listening");
    return server;
  })();
  return running;
}

/**
 * Opens a connection: the client's end, and the server's.
 *
 * @param peerAddress - replaces the address of the server's end, unless it is {@link OWN_PEER}
 * @param from - the client's own address
 */
export async function openConnection(
  peerAddress: string | undefined,
  from: string,
): Promise<readonly [client: Socket, server: Socket]> {
  const server = await listen();
  const connected = once(server, "connection");
  const { port } = server.address() as AddressInfo;
  const client = connect({ host: "127.0.0.1", port, localAddress: from, noDelay: true });
  const [socket] = (await connected) as [Socket];
  if (peerAddress !== OWN_PEER) {
    Object.defineProperty(socket, "remoteAddress", { value: peerAddress, configurable: true });
  }
  return [client, socket];
}
