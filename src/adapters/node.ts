import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";

import { SOCKET_NAMES, type AdapterOptions, type SocketOptions } from "../headers/adapter-options.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter, isRefusal } from "../headers/compile-adapter.js";
import { admitRequest, showProperties } from "../request/admit-request.js";
import { answerRefusal } from "../request/answer-refusal.js";
import { refuseUseBy } from "../request/refuse-use.js";
import { resolutionOf, rewriteIncoming } from "../request/resolve-incoming.js";
import { checkRewrite } from "../rewrite/pipe.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { checkHandler, checkResponse } from "./node/check-handler.js";
import { checkServer } from "./node/check-server.js";
import { guardEmit, guardServer } from "./node/guard-server.js";
import { answerUncalled } from "./node/uncalled.js";
import { REWRITE_FAILED, warnFailedRewrite } from "./node/failed-rewrite.js";

export { resolutionOf } from "../request/resolve-incoming.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";
export type { AdapterOptions, SocketOptions } from "../headers/adapter-options.js";

/** Options of the adapter for node:http, https and http2. */
export interface NodeOptions extends AdapterOptions, SocketOptions {}

/** A request of node:http, https or http2's compatibility API. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;
/** The response that goes with it. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/**
 * A resolved request, as the type of a handler's parameter. It has the two URLs if the application is mounted under a
 * prefix. For http2 it is `ResolvedRequest<Http2ServerRequest>`.
 */
export type ResolvedRequest<Req = IncomingMessage> = Req & {
  readonly proxyFix: AdapterResolution;
  /** The prefix and the request target after it. */
  readonly originalUrl?: string;
  /** The prefix; an Express application inside continues with it. */
  readonly baseUrl?: string;
};

/** A request listener. */
export type Handler<Req = IncomingMessage, Res = ServerResponse, Result = unknown> = (req: Req, res: Res) => Result;

/** A function that takes listeners of http and of http2 alike is given one of http. */
type ListenerOf<Req, Res> = [Req] extends [IncomingMessage & Http2ServerRequest] ? Listener : Listener<Req, Res>;

/** An application of Express or Connect: its own request is another type, by which no server could be inferred. */
export interface Application {
  (req: IncomingMessage, res: ServerResponse): unknown;
  listen(...args: never[]): unknown;
}

type Listener<Req = IncomingMessage, Res = ServerResponse> = Handler<Req, Res, void>;

/**
 * Wraps a request listener: it runs after the request is resolved, with headers that contain only believed values.
 *
 * Use it for node:http, https and http2, and around a framework's whole application. If other packages listen to the
 * server themselves (ws, socket.io), use {@link proxyFixServer}.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) is answered here and never reaches the
 * handler.
 *
 * @param handler - the listener; its request also has `proxyFix`, and `originalUrl` if there is a prefix
 * @param options - which headers to believe, and from whom
 * @returns a listener for createServer
 * @throws {ProxyFixOptionsError} if an option is wrong, or the handler is no function
 * @example
 * createServer(proxyFix((req, res) => res.end(req.proxyFix.clientAddress), { trustedPeers: "loopback" }))
 */
export function proxyFix(handler: Application, options?: NodeOptions): Listener;
export function proxyFix<Req extends NodeRequest = IncomingMessage, Res extends NodeResponse = ServerResponse>(
  handler: Handler<ResolvedRequest<Req>, Res>,
  options?: NodeOptions,
): ListenerOf<Req, Res>;
export function proxyFix<Req extends NodeRequest, Res extends NodeResponse>(
  handler: Handler<ResolvedRequest<Req>, Res>,
  options: NodeOptions = {},
  ...others: readonly unknown[]
): Listener<Req, Res> {
  if (answerUncalled([handler, options, ...others], "proxyFix", "createServer(proxyFix(handler, { … }))"))
    return ignore;
  checkHandler(handler, "proxyFix(handler, { … })");
  const adapter = compileAdapter(options, SOCKET_NAMES, "proxyFix(handler, { … })");
  return (req, res) => {
    checkResponse(res);
    const refusal = admitRequest(adapter, req);
    if (refusal !== undefined) answerRefusal(res, refusal);
    else handler(req as ResolvedRequest<Req>, res);
  };
}

for (const fn of [proxyFix, rewriteHeaders, proxyFixServer]) refuseUseBy(fn, "proxyfix/node", "express", "koa", "hapi");

/**
 * Resolves, or refuses, every request and upgrade of a server before any listener sees it, also a listener that is
 * added later: ws, socket.io and Next replace or add listeners of their own.
 *
 * HTTP/2's `stream` event, which contains no request, is left alone.
 *
 * @param server - of node:http, https or http2
 * @param options - which headers to believe, and from whom
 * @returns the same server
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * const server = proxyFixServer(createServer(app), { trustedPeers: "loopback" });
 */
export function proxyFixServer<Server extends object>(server: Server, options?: NodeOptions): Server;
export function proxyFixServer<Server extends object>(
  server: Server,
  options: NodeOptions = {},
  ...others: readonly unknown[]
): Server {
  const usage = "proxyFixServer(createServer(handler), { … })";
  if (answerUncalled([server, options, ...others], "proxyFixServer", usage)) return server;
  const guarded = checkServer(server);
  guardServer(guarded, compileAdapter(options, SOCKET_NAMES, "proxyFixServer(server, { … })"));
  guardEmit(guarded);
  return server;
}

/**
 * Wraps a request listener: it runs after the request's headers are rewritten.
 *
 * Wrap the listener that {@link proxyFix} returns: it resolves the rewritten headers. A request that is resolved
 * already is resolved again from its rewritten received headers. If the rewrite throws, or returns no headers, the request
 * is answered with status 500, and a process warning is emitted, `PROXYFIX_REWRITE_FAILED`.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become a believed one.
 *
 * @param handler - the listener
 * @param rewrite - the change, from `proxyfix/rewrite`
 * @example
 * const rewrite = when(peerIn("loopback"), copy("x-fhost", "host"));
 * createServer(rewriteHeaders(proxyFix(app, { trustedPeers: "loopback" }), rewrite))
 */
export function rewriteHeaders(handler: Application, rewrite: Rewrite): Listener;
export function rewriteHeaders<Req extends NodeRequest = IncomingMessage, Res extends NodeResponse = ServerResponse>(
  handler: Handler<Req, Res>,
  rewrite: Rewrite,
): Listener<Req, Res>;
export function rewriteHeaders<Req extends NodeRequest, Res extends NodeResponse>(
  handler: Handler<Req, Res>,
  rewrite: Rewrite,
  ...others: readonly unknown[]
): Listener<Req, Res> {
  const usage = "createServer(rewriteHeaders(handler, rewrite))";
  if (answerUncalled([handler, rewrite, ...others], "rewriteHeaders", usage)) return ignore;
  checkHandler(handler, "rewriteHeaders(handler, rewrite)");
  checkRewrite(rewrite, "rewriteHeaders");
  return (req, res) => {
    checkResponse(res);
    const before = resolutionOf(req);
    try {
      showProperties(req, rewriteIncoming(rewrite, req), before);
    } catch (error) {
      if (!isRefusal(error)) warnFailedRewrite(error);
      answerRefusal(res, isRefusal(error) ? error : REWRITE_FAILED);
      return;
    }
    handler(req, res);
  };
}

/** A server does not use what its listener returns. */
function ignore(): void {}

export default proxyFix;
