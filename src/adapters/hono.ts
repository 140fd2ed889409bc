import type { ProxyFixRefusal } from "../errors.js";
import type { AdapterOptions } from "../headers/adapter-options.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter, isRefusal } from "../headers/compile-adapter.js";
import { checkRewrite } from "../rewrite/pipe.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { formatExternalUrl } from "./fetch/format-url.js";
import { PEER_NAMES, readPeerOption, type PeerOptions } from "./fetch/peer-option.js";
import { createRefusalResponse } from "./fetch/refusal-response.js";
import type { FetchRequest } from "./fetch/request.js";
import { createResolve, createRewrite, type RequestRun } from "./fetch/resolve-request.js";
import { findResolution, showArgument } from "./fetch/show-argument.js";

export type { AdapterOptions } from "../headers/adapter-options.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";
export type { PeerFacts } from "./fetch/connection.js";
export type { PeerOptions } from "./fetch/peer-option.js";

declare module "hono" {
  interface ContextVariableMap {
    /** The resolution. A request that did not pass proxyFix has none. */
    readonly proxyFix: AdapterResolution;
  }
}

/** Options of the adapter for Hono. The other argument of `peer` is `c.env`. */
export interface HonoOptions extends AdapterOptions, PeerOptions {}

/**
 * A middleware for Hono 4. The context is unknown here: a type of it would become a part of the type of every
 * application that uses this.
 */
export type HonoMiddleware = (context: unknown, next: () => Promise<void>) => Promise<void>;

/** The part of Hono's context that the middleware needs. */
interface HonoContext {
  readonly req: { readonly raw: FetchRequest };
  env: unknown;
  set(name: "proxyFix", value: AdapterResolution): void;
}

/**
 * Creates a middleware that sets the request's own properties to the resolved values: `c.req.url`, `c.req.header()`,
 * `c.req.raw` with its clones and the Requests made from it, and the address that getConnInfo returns;
 * `c.get("proxyFix")` is the resolution.
 *
 * Put it first. `c.req.url` contains the prefix; `c.req.path`, by which Hono routes, does not.
 *
 * Security: a refused request (`strict`, `allowedHosts`, an unknown host, lost header lines) is thrown, with `status` and
 * `getResponse()`, as Hono's own HTTPException has them.
 *
 * @param options - which headers to believe, and from whom
 * @throws {ProxyFixOptionsError} if an option is wrong, or `peer` is required here
 * @example
 * app.use(proxyFix({ trustedPeers: "loopback" }))
 */
export function proxyFix(options: HonoOptions = {}): HonoMiddleware {
  const adapter = compileAdapter(options, PEER_NAMES);
  const readPeer = readPeerOption(options);
  return runBeforeNext(createResolve(adapter, { readPeer, formatUrl: formatExternalUrl }));
}

export default proxyFix;

/**
 * Creates a middleware that rewrites the request's headers before anything reads them; a request that proxyFix has
 * resolved already is resolved again.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become a believed one.
 *
 * @param rewrite - the change, from `proxyfix/rewrite`
 * @param options - `peer`, if proxyFix has it
 * @throws {ProxyFixOptionsError} if it is no rewrite
 * @example
 * app.use(rewriteHeaders(when(peerIn("loopback"), copy("x-fhost", "host"))));
 * app.use(proxyFix({ trustedPeers: "loopback" }))
 */
export function rewriteHeaders(rewrite: Rewrite, options: PeerOptions = {}): HonoMiddleware {
  checkRewrite(rewrite, "rewriteHeaders");
  const readPeer = readPeerOption(options);
  return runBeforeNext(createRewrite(rewrite, { readPeer, formatUrl: formatExternalUrl }));
}

function runBeforeNext(run: RequestRun): HonoMiddleware {
  return async (context, next) => {
    const c = context as HonoContext;
    try {
      run(c.req.raw, [c.env]);
    } catch (error) {
      throw isRefusal(error) ? withResponse(error) : error;
    } finally {
      show(c);
    }
    await next();
  };
}

/** Hono answers an error that has this method by its result. */
function withResponse(refusal: ProxyFixRefusal): ProxyFixRefusal {
  return Object.defineProperty(refusal, "getResponse", { value: () => createRefusalResponse(refusal) });
}

function show(c: HonoContext): void {
  const resolution = findResolution(c.req.raw);
  if (resolution === undefined) return;
  c.set("proxyFix", resolution);
  c.env = showArgument(c.req.raw, c.env);
}
