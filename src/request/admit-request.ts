import type { ProxyFixRefusal } from "../errors.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { isRefusal, type CompiledAdapter } from "../headers/compile-adapter.js";
import { deleteOwn, RESOLVED_PROPERTIES } from "./accessors.js";
import type { IncomingRequest } from "./request.js";
import { resolveIncoming } from "./resolve-incoming.js";
import { setProperty } from "./set-property.js";
import { showSocket } from "./socket-view.js";
import { externalTarget, resolutionOf, type RequestState } from "./state.js";

/** Resolves a request and sets its properties; returns the refusal if it is refused. */
export function admitRequest(adapter: CompiledAdapter, req: IncomingRequest): ProxyFixRefusal | undefined {
  const before = resolutionOf(req);
  try {
    showProperties(req, resolveIncoming(adapter, req), before);
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
  if (adapter.wantsSocketView) showSocket(req);
  return undefined;
}

/**
 * Sets the properties of a resolved request beside its headers. An Express application inside uses the URLs.
 *
 * @param before - the resolution that the request had before
 */
export function showProperties(req: IncomingRequest, state: RequestState, before: AdapterResolution | undefined): void {
  if (state.resolution === undefined) return;
  if (state.resolution !== before) deleteOwn(req, RESOLVED_PROPERTIES);
  // If Express is around this, a getter returns it already.
  if (req.proxyFix !== state.resolution) setProperty(req, "proxyFix", state.resolution);
  const target = externalTarget(state);
  if (target === undefined) return;
  setProperty(req, "originalUrl", target);
  setProperty(req, "baseUrl", state.resolution.prefix);
}
