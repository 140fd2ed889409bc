import type { ArrivedRequest } from "../recommend/observation.js";
import { receive } from "../request/read-facts.js";
import type { IncomingRequest } from "../request/request.js";
import { createState, findState } from "../request/state.js";
import { redactFields, redactLines } from "./redact-headers.js";

/**
 * Reads a request as it arrived, before any adapter or rewrite changed it, without the values of credentials. Writes
 * nothing to the request.
 *
 * @param target - the request target, if the framework keeps it elsewhere than Node's request
 */
export function readArrivedRequest(req: IncomingRequest, target?: string): ArrivedRequest {
  const { original, target: received } = findState(req) ?? createState(req, target);
  // Anew, since those of the state may be the result of rewrites.
  const { peerAddress, peerPort, encrypted, authority, headers } = receive(req, original, received).facts;
  return {
    facts: { headers: redactFields(headers), peerAddress, peerPort, encrypted: encrypted === true, authority },
    path: findPath(received),
    rawHeaders: redactLines(original.rawHeaders),
  };
}

/**
 * Returns the path of a request target, with the query. That of an absolute form follows the authority; an empty one is `/`
 * (RFC 9112 section 3.2.1).
 */
function findPath(target: string): string {
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(target)?.[0].length;
  if (scheme === undefined) return target;
  const rest = target.slice(scheme);
  const start = rest.search(/[/?#]/);
  if (start < 0) return "/";
  return rest[start] === "/" ? rest.slice(start) : `/${rest.slice(start)}`;
}
