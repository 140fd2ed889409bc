import type { IncomingMessage } from "node:http";

import { SOCKET_NAMES, type AdapterOptions, type SocketOptions } from "../headers/adapter-options.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter } from "../headers/compile-adapter.js";
import { deleteOwn, prepareAccessors, type Readers } from "../request/accessors.js";
import { listLoaded } from "../request/loaded-modules.js";
import { refuseUse, refuseUseBy } from "../request/refuse-use.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../request/resolve-incoming.js";
import { showSocket } from "../request/socket-view.js";
import { externalTarget, findState } from "../request/state.js";
import { warnOnce } from "../request/warn-once.js";
import { checkRewrite } from "../rewrite/pipe.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { checkContext } from "./koa/check-context.js";
import { formatHref, parseUrl } from "./koa/url.js";

export type { AdapterOptions, SocketOptions } from "../headers/adapter-options.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";

declare module "koa" {
  interface BaseContext {
    /** The resolution. A request that did not pass proxyFix has none. */
    readonly proxyFix: AdapterResolution;
  }
}

/** Options of the adapter for Koa. */
export interface KoaOptions extends AdapterOptions, SocketOptions {}

/** The part of Koa's context that the middleware needs. */
interface KoaContext {
  readonly app: object;
  readonly req: IncomingMessage;
  readonly request: object;
  originalUrl: string;
}

/**
 * A middleware for Koa 2 and 3. The context is unknown here: a type of it would become a part of the type of every
 * application that uses this.
 */
export type KoaMiddleware = (ctx: unknown, next: () => Promise<unknown>) => Promise<unknown>;

/**
 * Creates a middleware that sets the context's own properties to the resolved values: `ip`, `ips`, `protocol`,
 * `secure`, `host`, `hostname`, `subdomains`, `href`, `URL`, `originalUrl` and the headers, on `ctx` and `ctx.request`;
 * `ctx.proxyFix` is the resolution. As always in Koa, an unknown address or host is `""`.
 *
 * Put it first. `ctx.origin`, which is the client's Origin header in Koa 3, is left alone. If Koa's own `app.proxy` is
 * set, one process warning is emitted, `PROXYFIX_FRAMEWORK_TRUST`.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) is thrown, with `status`, `statusCode` and
 * `expose`.
 *
 * @param options - which headers to believe, and from whom
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * app.use(proxyFix({ trustedPeers: "loopback" }))
 */
export function proxyFix(options: KoaOptions = {}): KoaMiddleware {
  const adapter = compileAdapter(options, SOCKET_NAMES, USAGE);
  return runBeforeNext(function proxyFixed(ctx) {
    if (adapter.wantsWarnings) warnFrameworkTrust(ctx.app);
    resolveIncoming(adapter, ctx.req, ctx.originalUrl);
    if (adapter.wantsSocketView) showSocket(ctx.req);
  });
}

const USAGE = "app.use(proxyFix({ … }))";
refuseUse(proxyFix, "koa", `got proxyFix, which was not called; write ${USAGE}`);
refuseUseBy(proxyFix, "proxyfix/koa", "express", "hapi");

/**
 * Creates a middleware that rewrites the request's headers before anything reads them; a request that proxyFix has
 * resolved already is resolved again.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become a believed one.
 *
 * @param rewrite - the change, from `proxyfix/rewrite`
 * @throws {ProxyFixOptionsError} if it is no rewrite
 * @example
 * app.use(rewriteHeaders(when(peerIn("loopback"), copy("x-fhost", "host"))));
 * app.use(proxyFix({ trustedPeers: "loopback" }))
 */
export function rewriteHeaders(rewrite: Rewrite): KoaMiddleware {
  checkRewrite(rewrite, "rewriteHeaders");
  return runBeforeNext(function headersRewritten(ctx) {
    rewriteIncoming(rewrite, ctx.req, ctx.originalUrl);
  });
}

refuseUse(rewriteHeaders, "koa", "got rewriteHeaders, which was not called; write app.use(rewriteHeaders(rewrite))");
refuseUseBy(rewriteHeaders, "proxyfix/koa", "express", "hapi");

/** Not an async function: it would create one more promise for each request. */
function runBeforeNext(run: (ctx: KoaContext) => void): KoaMiddleware {
  prepareLoaded();
  const middleware: KoaMiddleware = (context, next) => {
    const misuse = checkContext(context, next);
    if (misuse !== undefined) return misuse;
    const ctx = context as KoaContext;
    prepareContext(ctx);
    const before = resolutionOf(ctx.req);
    try {
      run(ctx);
    } catch (error) {
      return reject(error as Error);
    } finally {
      show(ctx, before);
    }
    return next();
  };
  // Koa's debug output shows the name.
  Object.defineProperty(middleware, "name", { value: run.name });
  return refuseUseBy(middleware, "proxyfix/koa", "express", "hapi");
}

function reject(error: Error): Promise<never> {
  return Promise.reject(error);
}

/** Koa's request. */
interface KoaRequest {
  readonly req: IncomingMessage;
  originalUrl: string | undefined;
  /** Koa's cache of the URL. */
  memoizedURL?: unknown;
}

/** The values of Koa's accessors; Koa computes `secure` and `subdomains` from them. */
const READERS: Readers = {
  protocol: ({ proto }) => proto,
  ip: ({ clientAddress }) => clientAddress ?? "",
  ips: ({ addresses }) => [...addresses],
  host: ({ host }) => host ?? "",
  hostname: ({ hostname }) => hostname ?? "",
  // A request that was made for a test may have no URL: Koa's href then ends in "undefined", and its URL is the origin.
  href: (resolution, self) => formatHref(resolution, (self as KoaRequest).originalUrl),
  URL: (resolution, self) =>
    ((self as KoaRequest).memoizedURL ??= parseUrl(resolution, (self as KoaRequest).originalUrl ?? "")),
};
const CONTEXT_READERS: Readers = { proxyFix: (resolution) => resolution };
/** The names of accessors that an own property of Koa's request or context would hide. */
const READ_NAMES: readonly string[] = [...Object.keys(READERS), "secure", "subdomains", "proxyFix"];

const findRequest = (self: object): object => (self as KoaRequest).req;

/**
 * Prepares the prototypes of every loaded copy of Koa: a context that this middleware has not met has the resolved values
 * too, if something else has resolved its request.
 */
function prepareLoaded(): void {
  for (const [file, readers, method] of [
    ["lib/request.js", READERS, "inspect"],
    ["lib/context.js", CONTEXT_READERS, "onerror"],
  ] as const) {
    for (const prototype of listLoaded(file)) {
      // Express's request has no such method of its own.
      if (!Object.hasOwn(prototype, method)) continue;
      prepareAccessors(Object.create(prototype) as object, () => readers, findRequest);
    }
  }
}

/** The applications whose prototypes are prepared. */
const applications = new WeakSet();

/** Prepares the prototypes of a context and of its request. */
function prepareContext(ctx: KoaContext): void {
  if (!applications.has(ctx.app)) {
    applications.add(ctx.app);
    prepareAccessors(ctx.request, () => READERS, findRequest);
    prepareAccessors(ctx, () => CONTEXT_READERS, findRequest);
  }
}

/** Warns if the application's own trust setting is set. */
function warnFrameworkTrust(app: { readonly proxy?: unknown }): void {
  if (app.proxy) warnOnce("PROXYFIX_FRAMEWORK_TRUST", TRUST_ADVICE);
}

const TRUST_ADVICE =
  "Koa's app.proxy is set beside proxyFix: requests that proxyFix does not see believe forwarding headers by it. " +
  "Remove it; proxyFix does not need it.";

/** @param before - the resolution that the request had before this middleware */
function show(ctx: KoaContext, before: AdapterResolution | undefined): void {
  const request = ctx.request as KoaRequest;
  if (resolutionOf(ctx.req) !== before) {
    deleteOwn(ctx, READ_NAMES);
    deleteOwn(request, READ_NAMES);
  }
  const target = externalTarget(findState(ctx.req));
  if (target !== undefined) request.originalUrl = ctx.originalUrl = target;
  // A URL that was read before this middleware has the old host.
  if (request.memoizedURL !== undefined) request.memoizedURL = undefined;
}

export default proxyFix;
