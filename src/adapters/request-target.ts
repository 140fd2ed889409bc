import type { IncomingRequest } from "./incoming-request.js";
import { findState } from "./request-holder.js";
import type { RequestState } from "./request-state.js";

/**
 * Puts a prefix before a request target.
 *
 * Only an origin-form target (RFC 9112 section 3.2.1) is a path; an absolute-form one, `*` and an authority are left
 * alone.
 */
export function prefixTarget(prefix: string, target: string): string {
  return target.startsWith("/") ? prefix + target : target;
}

/** Gives the request target as it came, before any prefix was put before it. */
export function originalTarget(req: IncomingRequest): string {
  return findState(req)?.target ?? req.originalUrl ?? req.url ?? "";
}

/**
 * Gives what `originalUrl` has to be: the target as the client sees it, always made from the target as it came.
 *
 * @param state - of a request, resolved or not, or not even seen
 * @returns undefined where it is to be left alone, since no prefix is or was there
 */
export function externalTarget(state: RequestState | undefined): string | undefined {
  if (state?.resolution === undefined) return undefined;
  const { prefix } = state.resolution;
  if (prefix === "") return state.isPrefixed ? state.target : undefined;
  state.isPrefixed = true;
  return prefixTarget(prefix, state.target);
}
