import type { IncomingMessage } from "node:http";

import type { Rewrite } from "../rewrite/index.js";
import { findOwner, wrapAccessors, type Readers } from "./accessors.js";
import { checkRewrite, createEngine, type AdapterOptions, type SocketOptions } from "./engine.js";
import { warnFrameworkTrust } from "./framework-trust.js";
import { resolveIncoming, rewriteIncoming, type AdapterResolution } from "./incoming.js";
import { formatHref, parseUrl } from "./koa-url.js";
import { findState } from "./request-holder.js";
import { externalTarget } from "./request-target.js";
import { showSocket } from "./socket-view.js";

export type { AdapterOptions, SocketOptions } from "./engine.js";
export type { AdapterResolution, Original } from "./incoming.js";

declare module "koa" {
  interface BaseContext {
    /** What proxyFix resolved. Not there on a request that did not go through it. */
    readonly proxyFix: AdapterResolution;
  }
}

/** Options of the adapter for Koa. */
export interface KoaOptions extends AdapterOptions, SocketOptions {}

/** What the middleware needs of Koa's context. */
interface KoaContext {
  readonly app: object;
  readonly req: IncomingMessage;
  readonly request: object;
  originalUrl: string;
}

/**
 * A middleware for Koa 2 and 3. The context is Koa's own, whatever its state; named here, it would become a part of the
 * type of every application that uses this.
 */
export type KoaMiddleware = (ctx: unknown, next: () => Promise<unknown>) => Promise<unknown>;

/**
 * Creates a middleware that makes the context's own properties tell the truth: `ip`, `ips`, `protocol`, `secure`, `host`,
 * `hostname`, `subdomains`, `href`, `URL`, `originalUrl` and the headers, on `ctx` and `ctx.request`; `ctx.proxyFix` is
 * the resolution. As ever in Koa, an address or host that is not known is `""`.
 *
 * Put it first. `ctx.origin`, which is the client's Origin header in Koa 3, is left alone. Koa's own `app.proxy`, if set,
 * is told once by a process warning, `PROXYFIX_FRAMEWORK_TRUST`.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) is thrown, with `status`, `statusCode` and
 * `expose`.
 *
 * @param options - which headers to believe, and from whom
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * app.use(proxyFix({ xProto: 1, xHost: 1 }))
 */
export function proxyFix(options: KoaOptions = {}): KoaMiddleware {
  const engine = createEngine(options, true);
  return runBeforeNext(function proxyFixed(ctx) {
    adopt(ctx);
    try {
      resolveIncoming(engine, ctx.req, ctx.originalUrl);
    } finally {
      show(ctx);
    }
    if (engine.wantsSocketView) showSocket(ctx.req);
  });
}

/**
 * Creates a middleware that rewrites the request's headers before anything reads them; a request that proxyFix has
 * resolved already is resolved again.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become one that is believed.
 *
 * @param rewrite - what to change, from `proxyfix/rewrite`
 * @throws {ProxyFixOptionsError} if it is no rewrite
 * @example
 * app.use(rewriteHeaders(copy("x-fhost", "x-forwarded-host"))).use(proxyFix({ xHost: 1 }))
 */
export function rewriteHeaders(rewrite: Rewrite): KoaMiddleware {
  checkRewrite(rewrite, "rewriteHeaders");
  return runBeforeNext(function headersRewritten(ctx) {
    try {
      rewriteIncoming(rewrite, ctx.req, ctx.originalUrl);
    } finally {
      show(ctx);
    }
  });
}

/** Not an async function: the promise it would make for each request costs more than what it is to do. */
function runBeforeNext(run: (ctx: KoaContext) => void): KoaMiddleware {
  const middleware: KoaMiddleware = (context, next) => {
    try {
      run(context as KoaContext);
    } catch (error) {
      return reject(error as Error);
    }
    return next();
  };
  // The name that Koa's debug output tells.
  return Object.defineProperty(middleware, "name", { value: run.name });
}

function reject(error: Error): Promise<never> {
  return Promise.reject(error);
}

/** Koa's request. */
interface KoaRequest {
  readonly req: IncomingMessage;
  originalUrl: string;
  /** Where Koa keeps the URL once it was read. */
  memoizedURL?: unknown;
}

/** What Koa's accessors tell; `secure` and `subdomains` are made of them by Koa itself. */
const READERS: Readers = {
  protocol: ({ proto }) => proto,
  ip: ({ clientAddress }) => clientAddress ?? "",
  ips: ({ addresses }) => [...addresses],
  host: ({ host }) => host ?? "",
  hostname: ({ hostname }) => hostname ?? "",
  href: (resolution, self) => formatHref(resolution, (self as KoaRequest).originalUrl),
  URL: (resolution, self) =>
    ((self as KoaRequest).memoizedURL ??= parseUrl(resolution, (self as KoaRequest).originalUrl)),
};

/** The applications whose prototypes were looked at, and the prototypes. */
const adopted = new WeakSet();
const findRequest = (self: object): object => (self as KoaRequest).req;

/** Prepares the prototypes of a context and of its request, and looks at the application's own setting. */
function adopt(ctx: KoaContext): void {
  if (!adopted.has(ctx.app)) {
    adopted.add(ctx.app);
    adoptPrototype(findOwner(ctx.request, "protocol"), READERS);
    adoptPrototype(findOwner(ctx, "protocol"), { proxyFix: (resolution) => resolution });
  }
  if ((ctx.app as { readonly proxy?: unknown }).proxy) warnFrameworkTrust(ctx.app, TRUST_ADVICE);
}

function adoptPrototype(owner: object | undefined, readers: Readers): void {
  if (owner === undefined || adopted.has(owner)) return;
  adopted.add(owner);
  wrapAccessors(owner, readers, findRequest);
}

const TRUST_ADVICE =
  "Koa's app.proxy is set beside proxyFix: requests that proxyFix does not see believe forwarding headers by it. " +
  "Take it out; proxyFix needs none.";

function show(ctx: KoaContext): void {
  const request = ctx.request as KoaRequest;
  const target = externalTarget(findState(ctx.req));
  if (target !== undefined) request.originalUrl = ctx.originalUrl = target;
  // What was read before this middleware would go on being told.
  if (request.memoizedURL !== undefined) request.memoizedURL = undefined;
}
