import { describeValue, ProxyFixOptionsError } from "../errors.js";
import type { AdapterOptions } from "../headers/adapter-options.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter, isRefusal } from "../headers/compile-adapter.js";
import { checkRewrite } from "../rewrite/pipe.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { formatRoutedUrl } from "./fetch/format-url.js";
import { PEER_NAMES, readPeerOption, type PeerOptions } from "./fetch/peer-option.js";
import { createRefusalResponse } from "./fetch/refusal-response.js";
import type { FetchRequest, GlobalRequest } from "./fetch/request.js";
import { createResolve, createRewrite, type RequestRun } from "./fetch/resolve-request.js";
import { findResolution, showArgument } from "./fetch/show-argument.js";

export type { AdapterOptions } from "../headers/adapter-options.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";
export type { PeerFacts } from "./fetch/connection.js";
export type { PeerOptions } from "./fetch/peer-option.js";
export type { FetchHeaders, FetchRequest, GlobalRequest } from "./fetch/request.js";

/** Options of the adapter for fetch handlers. */
export interface FetchOptions<Req extends FetchRequest = GlobalRequest> extends AdapterOptions, PeerOptions<Req> {}

/** A handler of requests: of Bun.serve, Deno.serve, srvx, or the `fetch` of an application of h3, Elysia or Hono. */
export type FetchHandler<
  Req = GlobalRequest,
  Rest extends readonly unknown[] = readonly unknown[],
  Result = unknown,
> = (request: Req, ...rest: Rest) => Result;

/**
 * Wraps a fetch handler: it runs after its Request is resolved. `request.url` has the client's scheme and host, and
 * `request.headers` contain only believed values; so do its clones, and Requests made from it.
 *
 * The Request stays the same object. The path does not change, so that routers work: {@link resolutionOf} returns the
 * prefix. Helpers that read the peer from the other arguments (`server.requestIP(request)` on Bun, `info.remoteAddr` on
 * Deno, `incoming.socket` on Node) return the client.
 *
 * Security: a refused request (`strict`, `allowedHosts`, an unknown host, lost header lines) is answered here with its
 * status and never reaches the handler.
 *
 * @param handler - the handler
 * @param options - which headers to believe, and from whom
 * @returns a handler for the server
 * @throws {ProxyFixOptionsError} if an option is wrong, the handler is no function, or `peer` is required here
 * @example
 * Bun.serve({ fetch: proxyFix(app.fetch, { trustedPeers: "loopback" }) })
 */
export function proxyFix<
  Req extends FetchRequest = GlobalRequest,
  Rest extends readonly unknown[] = [],
  Result = unknown,
>(
  handler: FetchHandler<Req, Rest, Result>,
  options: FetchOptions<Req> = {},
): FetchHandler<Req, Rest, Result | Awaited<Result>> {
  checkHandler(handler);
  const adapter = compileAdapter(options, PEER_NAMES);
  const readPeer = readPeerOption(options);
  return runBefore(handler, createResolve(adapter, { readPeer, formatUrl: formatRoutedUrl }));
}

export default proxyFix;

/**
 * Wraps a fetch handler: it runs after the headers of its Request are rewritten.
 *
 * Wrap the handler that {@link proxyFix} returns: it resolves the rewritten headers. A Request that is resolved already
 * is resolved again from its rewritten received headers.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become a believed one.
 *
 * @param handler - the handler
 * @param rewrite - the change, from `proxyfix/rewrite`
 * @param options - `peer`, if proxyFix has it
 * @throws {ProxyFixOptionsError} if the rewrite or the handler is no function
 * @example
 * const rewrite = when(peerIn("loopback"), copy("x-fhost", "host"));
 * Bun.serve({ fetch: rewriteHeaders(proxyFix(app.fetch, { trustedPeers: "loopback" }), rewrite) })
 */
export function rewriteHeaders<
  Req extends FetchRequest = GlobalRequest,
  Rest extends readonly unknown[] = [],
  Result = unknown,
>(
  handler: FetchHandler<Req, Rest, Result>,
  rewrite: Rewrite,
  options: PeerOptions<Req> = {},
): FetchHandler<Req, Rest, Result | Awaited<Result>> {
  checkHandler(handler);
  checkRewrite(rewrite, "rewriteHeaders");
  const readPeer = readPeerOption(options);
  return runBefore(handler, createRewrite(rewrite, { readPeer, formatUrl: formatRoutedUrl }));
}

/** Returns the resolution of a Request that an adapter resolved, or of its copies; undefined for any other. */
export function resolutionOf(request: object): AdapterResolution | undefined {
  return findResolution(request);
}

function checkHandler(handler: unknown): void {
  if (typeof handler === "function") return;
  throw new ProxyFixOptionsError(
    "handler",
    `got ${describeValue(handler)}; expected a function of a Request, and the options behind it; ` +
      "for an application of h3, Elysia or Hono give app.fetch, for app.use(…) import from proxyfix/hono",
  );
}

function runBefore<Req extends FetchRequest, Rest extends readonly unknown[], Result>(
  handler: FetchHandler<Req, Rest, Result>,
  run: RequestRun,
): FetchHandler<Req, Rest, Result | Awaited<Result>> {
  return function fixed(this: unknown, request, ...rest) {
    try {
      run(request, rest);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return createRefusalResponse(error) as Awaited<Result>;
    }
    const isResolved = findResolution(request) !== undefined;
    const shown = isResolved ? rest.map((value) => showArgument(request, value)) : rest;
    return Reflect.apply(handler, this, [request, ...shown]) as Result;
  };
}
