import type { IncomingMessage, ServerResponse } from "node:http";

import type { Rewrite } from "../rewrite/index.js";
import { findOwner, wrapAccessors, type Readers } from "./accessors.js";
import { checkRewrite, createEngine, isRefusal, type AdapterOptions, type SocketOptions } from "./engine.js";
import { showBaseUrl } from "./express-base-url.js";
import { warnFrameworkTrust } from "./framework-trust.js";
import { resolveIncoming, rewriteIncoming, type AdapterResolution, type IncomingRequest } from "./incoming.js";
import { tellLines } from "./lines-by-name.js";
import { answerRefusal } from "./node-refusal.js";
import { findState } from "./request-holder.js";
import type { RequestState } from "./request-state.js";
import { externalTarget } from "./request-target.js";
import { showSocket } from "./socket-view.js";

export type { AdapterOptions, SocketOptions } from "./engine.js";
export type { AdapterResolution, Original } from "./incoming.js";

declare global {
  // The one way to extend Express's request without importing Express, which may not be there.
  namespace Express {
    interface Request {
      /** What proxyFix resolved. Not there on a request that did not go through it. */
      readonly proxyFix: AdapterResolution;
    }
  }
}

/** Options of the adapter for Express, Connect and Polka. */
export interface ExpressOptions extends AdapterOptions, SocketOptions {}

/** A middleware for Express 4 and 5, Connect and Polka. */
export type ExpressMiddleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * Creates a middleware that makes the request's own properties tell the truth: `ip`, `ips`, `protocol`, `secure`, `host`,
 * `hostname`, `subdomains`, `originalUrl`, `baseUrl` and the headers; `req.proxyFix` is the resolution.
 *
 * Put it first. For Express 4 and 5 and Nest on Express; Connect and Polka have none of the properties but originalUrl.
 * Express's `trust proxy`, where it is still at its default, becomes 0, which trusts nothing; set to anything else it
 * is told once by a process warning, `PROXYFIX_FRAMEWORK_TRUST`.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) goes to Express's error handlers, with
 * `status` and `statusCode`. Connect and Polka have no safe one by default: there it is answered here.
 *
 * @param options - which headers to believe, and from whom
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * app.use(proxyFix({ xProto: 1, xHost: 1 }))
 */
export function proxyFix(options: ExpressOptions = {}): ExpressMiddleware {
  const engine = createEngine(options, true);
  return runBeforeNext((req) => {
    const state = resolveIncoming(engine, req);
    if (engine.wantsSocketView) showSocket(req);
    return state;
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
 * app.use(rewriteHeaders(copy("x-fhost", "x-forwarded-host")), proxyFix({ xHost: 1 }))
 */
export function rewriteHeaders(rewrite: Rewrite): ExpressMiddleware {
  checkRewrite(rewrite, "rewriteHeaders");
  return runBeforeNext((req) => rewriteIncoming(rewrite, req));
}

/** A request as Express, Connect or Polka hand it on. */
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
  return (message, res, next) => {
    const req: ExpressRequest = message;
    const isExpress = adopt(req);
    let state: RequestState;
    try {
      state = run(req);
    } catch (error) {
      show(req, isExpress, findState(req));
      if (isExpress || !isRefusal(error)) next(error);
      else answerRefusal(res, error);
      return;
    }
    show(req, isExpress, state);
    next();
  };
}

/** What Express's accessors tell; `secure` and `subdomains` are made of them by Express itself. */
const READERS: Readers = {
  proxyFix: (resolution) => resolution,
  protocol: ({ proto }) => proto,
  ip: ({ clientAddress }) => clientAddress,
  ips: ({ addresses }) => [...addresses],
  hostname: ({ hostname }) => hostname,
};
/** Express 4's `host` is its `hostname`, with a notice that it will change; in Express 5 it has the port. */
const READERS_5: Readers = { ...READERS, host: ({ host }) => host };

/** On the prototypes that are prepared. Registered: another copy of this package need not prepare them again. */
const ADOPTED: unique symbol = Symbol.for("proxyfix.express");

/** The prototypes that an application gives its requests, with the application; a prototype costs less to ask than a request. */
const applications = new WeakMap<object, ExpressApp | undefined>();

/** Prepares a request's prototype and its application; says whether they are Express's. */
function adopt(req: ExpressRequest): boolean {
  const prototype = Object.getPrototypeOf(req) as ExpressRequest;
  if (!applications.has(prototype)) {
    const owner = findOwner(req, "protocol");
    if (owner === undefined) return false;
    prepare(owner);
    applications.set(prototype, prototype.app);
  }
  const app = applications.get(prototype);
  if (app?.settings !== undefined) settleTrust(app, app.settings["trust proxy"]);
  return true;
}

function prepare(owner: object): void {
  if (ADOPTED in owner) return;
  Object.defineProperty(owner, ADOPTED, { value: true });
  tellLines(owner, (each) => findState(each) !== undefined);
  // req.param() went with Express 5.
  wrapAccessors(owner, "param" in owner ? READERS : READERS_5, (self) => self);
}

/** Makes sure that nobody believes the headers by Express's own setting, or says that somebody may. */
function settleTrust(app: ExpressApp, trust: unknown): void {
  if (trust === 0) return;
  if (trust === false || trust === undefined) app.set("trust proxy", 0);
  else warnFrameworkTrust(app, TRUST_ADVICE);
}

const TRUST_ADVICE =
  'Express\'s "trust proxy" is set beside proxyFix: routes and packages that proxyFix does not see believe forwarding headers by it. ' +
  'Take app.set("trust proxy", …) out; proxyFix needs none.';

function show(req: ExpressRequest, isExpress: boolean, state: RequestState | undefined): void {
  if (state?.resolution === undefined) return;
  const { resolution } = state;
  // An own property is there where the node adapter was around the application, or where this is not Express.
  if (!isExpress || state.isShown) req.proxyFix = resolution;
  const target = externalTarget(state);
  if (target === undefined) return;
  req.originalUrl = target;
  if (isExpress) showBaseUrl(req, resolution.prefix);
}
