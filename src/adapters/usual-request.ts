import type { Plan } from "../options-plan.js";
import type { Resolution } from "../resolution.js";
import { resolvePlain } from "../resolver-plain.js";
import type { Proto } from "../values/proto.js";
import { findStandardLine, PLACES, readStandardLine } from "./claiming-lines.js";
import { readPeerAddress, type PeerSocket } from "./peer.js";

/**
 * The short way of a request whose believed headers hold what is believed as it stands, Host and the client's part of
 * X-Forwarded-For left aside.
 */
export interface UsualWay {
  /** How many headers it reads: where no others claim anything, only Host and X-Forwarded-For are still to be written. */
  readonly reads: number;
  /**
   * Asks the connection, before the lines are found: what a socket tells may be the work of other code, which may have
   * another request resolved.
   *
   * @returns its own proto; undefined where its peer is not trusted
   */
  ask(socket: PeerSocket | null | undefined): Proto | undefined;
  /**
   * Resolves the request.
   *
   * @param lines - in which the headers that claim something were found last
   * @param connectionProto - what {@link UsualWay.ask} gave
   * @returns undefined for any request that is not so, and for one that would be refused
   */
  resolve(lines: readonly string[], connectionProto: Proto): Resolution | undefined;
}

/**
 * Compiles the short way of usual requests. On a server it is how little code runs that counts, since a request finds little
 * of it in the processor's caches: 0.2 µs a request, beside resolving and comparing by all that options may say.
 *
 * @returns undefined where the options ask for more
 */
export function compileUsual(plan: Plan): UsualWay | undefined {
  const { trust } = plan;
  // Where this way cannot be gone, the other one asks again, and a user's function is asked once only.
  if (!plan.isPlain || trust?.isFunction === true) return undefined;
  return {
    reads: 2 + plan.xProto + plan.xHost + plan.xPort,
    ask: (socket) => {
      if (trust !== undefined && !trust.trustsPeer(readPeerAddress(socket))) return undefined;
      return socket?.encrypted === true ? "https" : "http";
    },
    resolve: compileResolve(plan),
  };
}

function compileResolve(plan: Plan): UsualWay["resolve"] {
  const readsProto = plan.xProto > 0;
  const readsHost = plan.xHost > 0;
  return (lines, connectionProto) => {
    // One that is missing may have to be added.
    if (findStandardLine(PLACES.host) < 0) return undefined;
    const proto = readsProto ? readStandardLine(lines, PLACES.proto) : connectionProto;
    const host = readStandardLine(lines, readsHost ? PLACES.xHost : PLACES.host);
    const xPort = readStandardLine(lines, PLACES.port);
    const resolution = resolvePlain(plan, proto, readStandardLine(lines, PLACES.for), host, xPort);
    // X-Forwarded-Host would have to be written too where it is a list, or the port is not the one that the proto stands for.
    return readsHost && resolution?.host !== host ? undefined : resolution;
  };
}
