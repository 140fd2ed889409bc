import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { Duplex } from "node:stream";

import type { Rewrite } from "../rewrite/index.js";
import {
  checkRewrite,
  createEngine,
  describeValue,
  isRefusal,
  ProxyFixOptionsError,
  type AdapterOptions,
  type Engine,
  type ProxyFixRefusal,
  type SocketOptions,
} from "./engine.js";
import { resolveIncoming, rewriteIncoming, type AdapterResolution, type IncomingRequest } from "./incoming.js";
import { answerRefusal, refuseTunnel } from "./node-refusal.js";
import { readPeerAddress, type PeerSocket } from "./peer.js";
import { isResolved, type ResolvedState } from "./request-state.js";
import { externalTarget } from "./request-target.js";
import { showSocket } from "./socket-view.js";

export { resolutionOf } from "./incoming.js";
export type { AdapterResolution, Original } from "./incoming.js";
export type { AdapterOptions, SocketOptions } from "./engine.js";

/** Options of the adapter for node:http, https and http2. */
export interface NodeOptions extends AdapterOptions, SocketOptions {}

/** A request of node:http, https or http2's compatibility API. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;
/** The response that goes with it. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** A request whose client is known. The two URLs are there where the application is mounted under a prefix. */
export type ResolvedRequest<Req> = Req & {
  readonly proxyFix: AdapterResolution;
  /** The prefix and the request target behind it. */
  readonly originalUrl?: string;
  /** The prefix, with which an Express application goes on. */
  readonly baseUrl?: string;
};

/**
 * Wraps a request listener: it runs after the request was resolved, with headers that hold only what is believed.
 *
 * Use it for node:http, https and http2, and around a whole framework's application. Where other packages listen to the
 * server themselves (ws, socket.io), use {@link proxyFixServer}.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) is answered here and never reaches the handler.
 *
 * @param handler - the listener; its request also has `proxyFix`, and `originalUrl` where there is a prefix
 * @param options - which headers to believe, and from whom
 * @returns a listener for createServer
 * @throws {ProxyFixOptionsError} if an option is wrong, or the handler is none
 * @example
 * createServer(proxyFix((req, res) => res.end(req.proxyFix.clientAddress), { xProto: 1, xHost: 1 }))
 */
export function proxyFix(
  handler: (req: ResolvedRequest<IncomingMessage>, res: ServerResponse) => unknown,
  options?: NodeOptions,
): (req: IncomingMessage, res: ServerResponse) => void;
// Apart, so that a framework's application, whose own request is another type, is a listener for createServer.
export function proxyFix<Req extends NodeRequest, Res extends NodeResponse>(
  handler: (req: ResolvedRequest<Req>, res: Res) => unknown,
  options?: NodeOptions,
): (req: Req, res: Res) => void;
export function proxyFix<Req extends NodeRequest, Res extends NodeResponse>(
  handler: (req: ResolvedRequest<Req>, res: Res) => unknown,
  options: NodeOptions = {},
): (req: Req, res: Res) => void {
  checkHandler(handler);
  const engine = createEngine(options, true);
  return (req, res) => {
    const refusal = admit(engine, req);
    if (refusal !== undefined) answerRefusal(res, refusal);
    else handler(req as ResolvedRequest<Req>, res);
  };
}

/** Options alone are how the frameworks' adapters are called; a mistake that would show at the first request only. */
function checkHandler(handler: unknown): void {
  if (typeof handler === "function") return;
  throw new ProxyFixOptionsError(
    "handler",
    `got ${describeValue(handler)}; expected a request listener, and the options behind it; ` +
      "for app.use(…) import from proxyfix/express or proxyfix/koa, around Koa give app.callback()",
  );
}

/** What proxyFixServer needs of a server. */
interface EventSource {
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

/**
 * Resolves, or refuses, every request and upgrade of a server before any listener sees it, whoever put it there and
 * whenever: ws, socket.io and Next replace or add listeners of their own.
 *
 * HTTP/2's `stream` event, which carries no request, is left alone.
 *
 * @param server - of node:http, https or http2
 * @param options - which headers to believe, and from whom
 * @returns the same server
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * const server = proxyFixServer(createServer(app), { xProto: 1, xHost: 1 });
 */
export function proxyFixServer<Server extends object>(server: Server, options: NodeOptions = {}): Server {
  const source = server as EventSource;
  if (typeof (source as Partial<EventSource> | undefined)?.emit !== "function" || typeof server === "function") {
    throw new ProxyFixOptionsError(
      "server",
      `got ${describeValue(server)}; expected a server of node:http, https or http2, such as createServer(app)`,
    );
  }
  const engine = createEngine(options, true);
  const emit = source.emit.bind(server);
  source.emit = (event, ...args) => (isAdmitted(engine, event, args) ? emit(event, ...args) : true);
  return server;
}

/** Lets an event pass unless it carries a request that is refused, which is answered at once. */
function isAdmitted(engine: Engine, event: string | symbol, args: readonly unknown[]): boolean {
  switch (event) {
    case "request":
    case "checkContinue":
    case "checkExpectation": {
      const refusal = admit(engine, args[0] as NodeRequest);
      if (refusal !== undefined) answerRefusal(args[1] as NodeResponse, refusal);
      return refusal === undefined;
    }
    case "upgrade":
    case "connect": {
      const refusal = admit(engine, args[0] as NodeRequest);
      if (refusal !== undefined) refuseTunnel(args[1] as Duplex | Http2ServerResponse, refusal);
      return refusal === undefined;
    }
    case "connection":
    case "secureConnection":
      // A socket remembers its peer once it was asked: ask before the peer can vanish.
      readPeerAddress(args[0] as PeerSocket);
      return true;
    default:
      return true;
  }
}

/** Resolves a request and makes it tell the truth; gives the refusal where there is one. */
function admit(engine: Engine, req: NodeRequest): ProxyFixRefusal | undefined {
  try {
    show(req, resolveIncoming(engine, req));
    if (engine.wantsSocketView) showSocket(req);
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

/** Writes what a request shows beside its headers. An Express application inside goes on with the two URLs. */
function show(req: IncomingRequest & { proxyFix?: AdapterResolution; baseUrl?: string }, state: ResolvedState): void {
  const { resolution } = state;
  // Where Express is around this, a getter tells it already.
  if (req.proxyFix !== resolution) {
    req.proxyFix = resolution;
    state.isShown = true;
  }
  const target = externalTarget(state);
  if (target === undefined) return;
  req.originalUrl = target;
  req.baseUrl = resolution.prefix;
}

/**
 * Wraps a request listener: it runs after the request's headers were rewritten.
 *
 * Around {@link proxyFix} the rewritten headers are what it resolves; inside it, the request is resolved again from its
 * rewritten original headers.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become one that is believed.
 *
 * @param handler - the listener
 * @param rewrite - what to change, from `proxyfix/rewrite`
 * @example
 * createServer(rewriteHeaders(proxyFix(app, { xHost: 1 }), copy("x-fhost", "x-forwarded-host")))
 */
export function rewriteHeaders(
  handler: (req: IncomingMessage, res: ServerResponse) => unknown,
  rewrite: Rewrite,
): (req: IncomingMessage, res: ServerResponse) => void;
export function rewriteHeaders<Req extends NodeRequest, Res extends NodeResponse>(
  handler: (req: Req, res: Res) => unknown,
  rewrite: Rewrite,
): (req: Req, res: Res) => void;
export function rewriteHeaders<Req extends NodeRequest, Res extends NodeResponse>(
  handler: (req: Req, res: Res) => unknown,
  rewrite: Rewrite,
): (req: Req, res: Res) => void {
  checkHandler(handler);
  checkRewrite(rewrite, "rewriteHeaders");
  return (req, res) => {
    try {
      const state = rewriteIncoming(rewrite, req);
      if (isResolved(state)) show(req, state);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      answerRefusal(res, error);
      return;
    }
    handler(req, res);
  };
}
