import type { IncomingRequest } from "./request.js";
import { findState } from "./state.js";

/**
 * Puts a prefix in front of a request target.
 *
 * Only an origin-form target (RFC 9112 section 3.2.1) is a path; an absolute-form one, `*` and an authority are returned
 * as they are.
 */
export function prefixTarget(prefix: string, target: string): string {
  return target.startsWith("/") ? prefix + target : target;
}

/** Returns the request target as it was received, before any prefix was put in front of it. */
export function receivedTarget(req: IncomingRequest): string {
  return findState(req)?.target ?? req.originalUrl ?? req.url ?? "";
}

/**
 * Returns the new `originalUrl` of a request: the target as the client sees it, always made from the received target.
 *
 * @returns undefined if `originalUrl` can stay, since it has and had no prefix
 */
export function externalTarget(req: object): string | undefined {
  const state = findState(req);
  if (state?.resolution === undefined) return undefined;
  const { prefix } = state.resolution;
  if (prefix === "") return state.isPrefixed ? state.target : undefined;
  state.isPrefixed = true;
  return prefixTarget(prefix, state.target);
}
