import { copyHeaders } from "../../headers/header-fields.js";
import { requireHost } from "../../headers/require-host.js";
import type { CompiledAdapter } from "../../headers/compile-adapter.js";
import type { IncomingRequest } from "../../request/request.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../../request/resolve-incoming.js";
import { showSocket } from "../../request/socket-view.js";
import type { Rewrite } from "../../rewrite/rewrite.js";
import { watchConstructor } from "./constructor.js";
import { receiveRequest, type PeerReader } from "./message.js";
import type { FetchRequest } from "./request.js";
import { showRequest, type UrlFormat } from "./show.js";

/** How an adapter receives its requests, and shows them. */
export interface RequestWay {
  /** The option `peer`. */
  readonly readPeer: PeerReader | undefined;
  readonly formatUrl: UrlFormat;
}

/** Resolves or rewrites one request; the other arguments of its handler are searched for the connection. */
export type RequestRun = (request: FetchRequest, rest: readonly unknown[]) => void;

/**
 * Returns a function that resolves a Request and shows the resolved values on it. A refused one shows the facts of its
 * connection: error handlers and loggers may still see it.
 *
 * The function throws {@link ProxyFixRefusal} if the options refuse the request, or if its host is undefined.
 */
export function createResolve(adapter: CompiledAdapter, way: RequestWay): RequestRun {
  const requiring = requireHost(adapter, (origin) => URL.canParse(origin));
  return createRun(way, (message) => resolveIncoming(requiring, message));
}

/** Returns a function that rewrites the headers of a Request; a resolved one is resolved again. */
export function createRewrite(rewrite: Rewrite, way: RequestWay): RequestRun {
  return createRun(way, (message) => rewriteIncoming(rewrite, message));
}

function createRun({ readPeer, formatUrl }: RequestWay, run: (message: IncomingRequest) => unknown): RequestRun {
  // Now, for subclasses that the program defines before the first request.
  watchConstructor();
  return (request, rest) => {
    watchConstructor();
    const link = receiveRequest(request, rest, readPeer);
    const before = copyHeaders(link.message.headers);
    try {
      run(link.message);
    } finally {
      showRequest(request, link, before, formatUrl);
      if (resolutionOf(link.message) !== undefined) showSocket(link.message);
    }
  };
}
