import type { AdapterFacts, AdapterResolution } from "../../headers/adapter-resolution.js";
import { readResolution, type CompiledAdapter } from "../../headers/compile-adapter.js";
import type { IncomingRequest } from "../../request/request.js";
import { applyRewrite } from "../../request/resolve-incoming.js";
import { createState, findState, resolutionOf } from "../../request/state.js";
import { pipe } from "../../rewrite/pipe.js";
import type { Rewrite } from "../../rewrite/rewrite.js";

/** The result of a preview, and its inputs. */
interface Preview {
  readonly adapter: CompiledAdapter;
  /** The rewrites that the request had passed then. */
  readonly passed: readonly Rewrite[];
  readonly resolution: AdapterResolution;
}

/** The last preview of each request. */
const previews = new WeakMap<object, Preview>();
const NONE: readonly Rewrite[] = [];

/**
 * Returns the resolution that a request would have by these options, for code that reads it before its hooks ran: the
 * connection's facts if the request is going to be refused. Once a request is resolved, that resolution is returned.
 *
 * Writes nothing: a preview does not affect how the request is resolved later.
 *
 * @param rewrites - those of the request's plugins; the ones that it has passed are not applied again
 */
export function previewIncoming(
  adapter: CompiledAdapter,
  req: IncomingRequest,
  rewrites: readonly Rewrite[] = NONE,
): AdapterResolution {
  const resolution = resolutionOf(req);
  if (resolution !== undefined) return resolution;
  const state = findState(req);
  const passed = state?.rewrites ?? NONE;
  const known = previews.get(req);
  if (known?.adapter === adapter && known.passed === passed) return known.resolution;
  const { facts, original } = state ?? createState(req);
  const rest = pipe(...rewrites.filter((rewrite) => !passed.includes(rewrite)));
  const preview = { adapter, passed, resolution: readResolution(adapter.resolve(rewriteFacts(rest, facts), original)) };
  previews.set(req, preview);
  return preview.resolution;
}

/** Applies a rewrite; the headers are empty if it fails, as it is going to fail in its hook. */
function rewriteFacts(rewrite: Rewrite, facts: AdapterFacts): AdapterFacts {
  try {
    return { ...facts, headers: applyRewrite(rewrite, facts) };
  } catch {
    return { ...facts, headers: {} };
  }
}
