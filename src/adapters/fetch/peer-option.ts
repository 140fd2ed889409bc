import { describeValue, ProxyFixOptionsError } from "../../errors.js";
import type { PeerFacts } from "./connection.js";
import type { PeerReader } from "./message.js";
import type { FetchRequest, GlobalRequest } from "./request.js";

/** Options of adapters for fetch handlers, which no runtime gives a socket. */
export interface PeerOptions<Req extends FetchRequest = GlobalRequest> {
  /**
   * Returns the facts of the connection that a request came on. Required on a runtime other than Node, Bun and Deno.
   *
   * By default they are read from the arguments of the handler: Bun's server, Deno's info, or `{ incoming }`, Node's
   * request, as `@hono/node-server` and srvx pass it.
   *
   * Security: an address that the function takes from a header is the client's own statement. If it throws, or returns
   * nothing, the peer is unknown: it is never trusted.
   *
   * @param rest - the other arguments of the handler
   * @default none
   */
  peer?(request: Req, ...rest: readonly unknown[]): PeerFacts | undefined;
}

/** The name of {@link PeerOptions}. */
export const PEER_NAMES: readonly string[] = ["peer"];

/**
 * Reads the option `peer`.
 *
 * @throws {ProxyFixOptionsError} if it is no function, or if it is missing on a runtime that reports no peer
 */
export function readPeerOption(options: object): PeerReader | undefined {
  const peer: unknown = Object.hasOwn(options, "peer") ? (options as { readonly peer?: unknown }).peer : undefined;
  if (typeof peer === "function") return peer as PeerReader;
  if (peer === undefined && reportsPeers()) return undefined;
  throw new ProxyFixOptionsError("peer", `${peer === undefined ? MISSING : `got ${describeValue(peer)}`}; ${EXPECTED}`);
}

const MISSING = "is required on this runtime, which does not report who connects";
const EXPECTED =
  "expected a function that returns the peer of a request, such as (request, env) => ({ address: env.peer }); " +
  "() => undefined if the peer is unknown, so that it is never trusted";

/** Returns whether the runtime passes the peer to a handler, or a server on it does. */
function reportsPeers(): boolean {
  const { Bun, Deno, process } = globalThis as {
    readonly Bun?: unknown;
    readonly Deno?: unknown;
    readonly process?: { readonly versions?: { readonly node?: unknown } };
  };
  return Bun !== undefined || Deno !== undefined || process?.versions?.node !== undefined;
}
