import type { Env as HonoEnv, Hono } from "hono";
import { proxyFix, rewriteHeaders, type PeerOptions } from "../../src/adapters/fetch.js";
import * as hono from "../../src/adapters/hono.js";
import type { Layer } from "./subject.js";

/** A fetch handler with the argument that its server passes. */
export type FetchApp<Env> = (request: Request, env: Env) => Response | Promise<Response>;

/** Wraps a fetch handler; the innermost layer is the last one. A runtime that passes no peer needs the option `peer`. */
export function wrapFetch<Env>(
  layers: readonly Layer[],
  handler: FetchApp<Env>,
  peer: PeerOptions = {},
): FetchApp<Env> {
  return layers.reduceRight<FetchApp<Env>>(
    (inner, layer) =>
      "fix" in layer ? proxyFix(inner, { ...layer.fix, ...peer }) : rewriteHeaders(inner, layer.rewrite, peer),
    handler,
  );
}

/** Adds layers to an application of Hono, in their order. */
export function addLayers<Bindings extends HonoEnv>(app: Hono<Bindings>, layers: readonly Layer[]): void {
  for (const layer of layers) app.use("fix" in layer ? hono.proxyFix(layer.fix) : hono.rewriteHeaders(layer.rewrite));
}
