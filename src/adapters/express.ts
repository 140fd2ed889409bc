import { IncomingMessage, type ServerResponse } from "node:http";

import { SOCKET_NAMES, type AdapterOptions, type SocketOptions } from "../headers/adapter-options.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter, isRefusal } from "../headers/compile-adapter.js";
import { deleteOwn, prepareAccessors, RESOLVED_PROPERTIES, type Readers } from "../request/accessors.js";
import { answerRefusal } from "../request/answer-refusal.js";
import { listLoaded } from "../request/loaded-modules.js";
import { refuseUse, refuseUseBy } from "../request/refuse-use.js";
import type { IncomingRequest } from "../request/request.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../request/resolve-incoming.js";
import { setProperty } from "../request/set-property.js";
import { showSocket } from "../request/socket-view.js";
import { externalTarget, findState, PREPARED, type RequestState } from "../request/state.js";
import { warnOnce } from "../request/warn-once.js";
import { checkRewrite } from "../rewrite/pipe.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { checkCall, checkMessage } from "./express/check-call.js";
import { showBaseUrl } from "./express/base-url.js";

export type { AdapterOptions, SocketOptions } from "../headers/adapter-options.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";

declare global {
  // The only way to extend Express's request without importing Express, which may not be installed.
  namespace Express {
    interface Request {
      /** The resolution. A request that did not pass proxyFix has none. */
      readonly proxyFix: AdapterResolution;
    }
  }
}

/** Options of the adapter for Express, Connect and Polka. */
export interface ExpressOptions extends AdapterOptions, SocketOptions {}

/** A middleware for Express 4 and 5, Connect and Polka. */
export type ExpressMiddleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * Creates a middleware that sets the request's own properties to the resolved values: `ip`, `ips`, `protocol`,
 * `secure`, `host`, `hostname`, `subdomains`, `originalUrl`, `baseUrl` and the headers; `req.proxyFix` is the
 * resolution.
 *
 * Put it first. For Express 4 and 5 and Nest on Express; Connect and Polka have only originalUrl of these properties.
 * If Express's `trust proxy` is still at its default, it becomes 0, which trusts nothing. Any other value causes one
 * process warning, `PROXYFIX_FRAMEWORK_TRUST`.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) goes to Express's error handlers, with
 * `status` and `statusCode`. Connect and Polka have no safe one by default: their request is answered here.
 *
 * @param options - which headers to believe, and from whom
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * app.use(proxyFix({ trustedPeers: "loopback" }))
 */
export function proxyFix(options: ExpressOptions = {}): ExpressMiddleware {
  const adapter = compileAdapter(options, SOCKET_NAMES, USAGE);
  return runBeforeNext((req) => {
    if (adapter.wantsWarnings) warnFrameworkTrust(req);
    const state = resolveIncoming(adapter, req);
    if (adapter.wantsSocketView) showSocket(req);
    return state;
  });
}

const USAGE = "app.use(proxyFix({ … }))";
refuseUse(proxyFix, "express", `got proxyFix, which was not called; write ${USAGE}`);
refuseUseBy(proxyFix, "proxyfix/express", "koa", "hapi");

/**
 * Creates a middleware that rewrites the request's headers before anything reads them; a request that proxyFix has
 * resolved already is resolved again.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become a believed one.
 *
 * @param rewrite - the change, from `proxyfix/rewrite`
 * @throws {ProxyFixOptionsError} if it is no rewrite
 * @example
 * app.use(rewriteHeaders(when(peerIn("loopback"), copy("x-fhost", "host"))), proxyFix({ trustedPeers: "loopback" }))
 */
export function rewriteHeaders(rewrite: Rewrite): ExpressMiddleware {
  checkRewrite(rewrite, "rewriteHeaders");
  return runBeforeNext((req) => rewriteIncoming(rewrite, req));
}

refuseUse(
  rewriteHeaders,
  "express",
  "got rewriteHeaders, which was not called; write app.use(rewriteHeaders(rewrite))",
);
refuseUseBy(rewriteHeaders, "proxyfix/express", "koa", "hapi");

/** A request as Express, Connect or Polka pass it. */
interface ExpressRequest extends IncomingRequest {
  readonly app?: ExpressApp;
  proxyFix?: AdapterResolution;
  baseUrl?: string;
}

interface ExpressApp {
  readonly settings?: Readonly<Record<string, unknown>>;
  set(name: string, value: unknown): unknown;
}

function runBeforeNext(run: (req: IncomingRequest) => RequestState): ExpressMiddleware {
  prepareLoaded();
  const middleware: ExpressMiddleware = (message, res, next) => {
    const req: ExpressRequest = message;
    let isExpress = true;
    let before: AdapterResolution | undefined;
    let state: RequestState;
    try {
      isExpress = prepareRequest(req, next);
      before = resolutionOf(req);
      state = run(req);
    } catch (error) {
      if (typeof next !== "function") throw error;
      show(req, findState(req), before);
      if (isExpress || !isRefusal(error)) next(error);
      else answerRefusal(res, error);
      return;
    }
    show(req, state, before);
    next();
  };
  return refuseUseBy(middleware, "proxyfix/express", "hapi");
}

/** The values of Express's accessors; Express computes `subdomains` from them. */
const READERS: Readers = {
  proxyFix: (resolution) => resolution,
  protocol: ({ proto }) => proto,
  secure: ({ proto }, self) => (hasPermanent(self, "protocol") ? proto : Reflect.get(self, "protocol")) === "https",
  ip: ({ clientAddress }) => clientAddress,
  ips: ({ addresses }) => [...addresses],
  hostname: ({ hostname }) => hostname,
};
/** As Express does, `secure` follows `protocol`, but @fastify/express hides that by a permanent property. */
function hasPermanent(self: object, name: string): boolean {
  return Object.getOwnPropertyDescriptor(self, name)?.configurable === false;
}

/** Express 4's `host` is its `hostname`, with a deprecation notice; in Express 5 it has the port. */
const READERS_5: Readers = { ...READERS, host: ({ host }) => host };

/** The prototypes that an application gives its requests, with the application. */
const applications = new WeakMap<object, ExpressApp | undefined>();

/**
 * Prepares the prototypes of every loaded copy of Express: a request of an application that this middleware has not met
 * yet has the resolved values too, if something else has resolved it.
 */
function prepareLoaded(): void {
  for (const prototype of listLoaded("lib/request.js")) {
    if (Object.getPrototypeOf(prototype) !== IncomingMessage.prototype) continue;
    prepareAccessors(Object.create(prototype) as object, listReaders, (self) => self);
  }
}

/** Prepares a request's prototype and its application; returns whether they are Express's. */
function prepareRequest(req: ExpressRequest, next: unknown): boolean {
  const prototype = Object.getPrototypeOf(req) as ExpressRequest;
  if (!applications.has(prototype)) {
    checkCall(req, next);
    if (!prepareAccessors(req, listReaders, (self) => self)) {
      if (resolutionOf(req) === undefined) checkMessage(req);
      return false;
    }
    applications.set(prototype, prototype.app);
  }
  const app = applications.get(prototype);
  if (app?.settings !== undefined) replaceTrust(app, app.settings["trust proxy"]);
  return true;
}

/** Lists the accessors of Express 4, whose requests have a method `param`, or of Express 5. */
function listReaders(owner: object): Readers {
  return "param" in owner ? READERS : READERS_5;
}

/** Sets Express's own trust setting to nothing, if it is at its default. */
function replaceTrust(app: ExpressApp, trust: unknown): void {
  if (trust !== false && trust !== undefined) return;
  try {
    app.set("trust proxy", 0);
  } catch {
    // Express defines a property here: it fails if every object inherits a `get` or a `set`. The default trusts nothing.
  }
}

/** Warns if the application has set Express's own trust setting. */
function warnFrameworkTrust(req: IncomingRequest): void {
  const settings = applications.get(Object.getPrototypeOf(req) as object)?.settings;
  if (settings !== undefined && settings["trust proxy"] !== 0) warnOnce("PROXYFIX_FRAMEWORK_TRUST", TRUST_ADVICE);
}

const TRUST_ADVICE =
  'Express\'s "trust proxy" is set beside proxyFix: routes and packages that proxyFix does not see believe forwarding headers by it. ' +
  'Remove app.set("trust proxy", …); proxyFix does not need it.';

/**
 * Sets the properties of a resolved request that no getter returns.
 *
 * @param before - the resolution that the request had before this middleware
 */
function show(req: ExpressRequest, state: RequestState | undefined, before: AdapterResolution | undefined): void {
  if (state?.resolution === undefined) return;
  const isExpress = PREPARED in req;
  if (state.resolution !== before) deleteOwn(req, RESOLVED_PROPERTIES);
  // Express's getter returns the resolution.
  if (!isExpress) setProperty(req, "proxyFix", state.resolution);
  const target = externalTarget(state);
  if (target === undefined) return;
  setProperty(req, "originalUrl", target);
  if (isExpress) showBaseUrl(req, state.prefixes);
  // The node adapter has set it.
  else if (req.baseUrl !== undefined && state.prefixes.includes(req.baseUrl)) req.baseUrl = state.resolution.prefix;
}

export default proxyFix;
