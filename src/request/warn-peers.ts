import type { PeerWatch } from "../headers/peer-watch.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { findSocket } from "./read-facts.js";
import type { IncomingRequest, ListeningServer } from "./request.js";
import { findTransport } from "./unix-peer.js";
import { hasWarned, warnOnce } from "./warn-once.js";

/**
 * The servers that had a request with a believed header, from a peer of a private network. One request does not show
 * that a server has both kinds, so that the first kind must be remembered; for as long as the server lives.
 */
const proxiedServers = new WeakSet<ListeningServer>();

/**
 * Warns if a client may be believed like a proxy: the options name no trusted peers, and a peer of the public internet
 * sends forwarding headers, or connects beside the proxies.
 *
 * Only a connection that a server of Node has accepted is checked. A package that runs an application in a function makes
 * up the peer: it is the client of the platform there, and no port is open.
 */
export function warnPeers(watch: PeerWatch, req: IncomingRequest, resolution: AdapterResolution): void {
  // It has the same remedy as the other one, and is the graver of the two.
  if (hasWarned("PROXYFIX_NO_TRUSTED_PEERS")) return;
  const server = findServer(req);
  if (server === undefined) return;
  const { peerAddress, headers } = resolution.original;
  if (watch.hasBelieved(resolution)) {
    const peer = watch.findPublic(peerAddress);
    if (peer !== undefined) warnOnce("PROXYFIX_NO_TRUSTED_PEERS", adviseTrust(peer));
    // A peer that has vanished may be a client.
    else if (peerAddress !== undefined) proxiedServers.add(server);
    return;
  }
  if (!proxiedServers.has(server) || hasWarned("PROXYFIX_BOTH_KINDS") || watch.hasSign(headers)) return;
  const peer = watch.findPublic(peerAddress);
  if (peer !== undefined && isOnAllInterfaces(server)) warnOnce("PROXYFIX_BOTH_KINDS", adviseAddress(peer));
}

/** Finds the server that accepted the connection of a request. */
function findServer({ socket: shown }: IncomingRequest): ListeningServer | undefined {
  const socket = findSocket(shown);
  if (!socket) return undefined;
  // Node's name.
  const { _server: server } = findTransport(socket);
  return server ?? undefined;
}

/** Returns whether a server listens on `::` or `0.0.0.0`: a public peer can reach it on every network of the machine. */
function isOnAllInterfaces(server: ListeningServer): boolean {
  const bound: unknown = server.address?.();
  const { address } = (typeof bound === "object" && bound !== null ? bound : {}) as { readonly address?: unknown };
  return address === "::" || address === "0.0.0.0";
}

function adviseTrust(peer: string): string {
  return (
    `A peer of the public internet, ${peer}, sent forwarding headers; proxyFix believed them, since trustedPeers is not ` +
    `set. Anyone who reaches this port is believed like a proxy. If ${peer} is your proxy, set trustedPeers to the ` +
    "network that it is in. If it is a client, set trustedPeers to your proxy, and close the port to clients. " +
    "`warnings: false` silences this."
  );
}

function adviseAddress(peer: string): string {
  return (
    `This server listens on all interfaces; a proxy sends requests to it, and ${peer}, a peer of the public internet, ` +
    "connected directly. Its forwarding headers would be believed, since trustedPeers is not set. Set trustedPeers to " +
    "your proxy, or let the server listen on the address that the proxy connects to, such as 127.0.0.1. " +
    "`warnings: false` silences this."
  );
}
