import type { AdapterResolution } from "../../headers/adapter-resolution.js";
import type { HeaderFields } from "../../headers/header-fields.js";
import type { IncomingRequest } from "../../request/request.js";
import { resolutionOf, rewriteIncoming } from "../../request/resolve-incoming.js";
import { define, setProperty } from "../../request/set-property.js";
import { externalTarget, findState } from "../../request/state.js";
import type { Rewrite } from "../../rewrite/rewrite.js";
import { showUrl } from "./url.js";

/** The part of hapi's request that the plugins need. */
export interface HapiRequest {
  readonly raw: { readonly req: IncomingRequest };
  readonly info: { host: string; hostname: string };
  readonly server: { readonly info: { readonly host: string; readonly port: number | string } };
  readonly isInjected: boolean;
  readonly plugins: { proxyfix?: { readonly error: Error } };
  headers: HeaderFields;
}

/**
 * Returns whether a request has the name that `server.inject` gives it by default: that of the server, with the port 0
 * if it does not listen. No client sends such a request, and it is not refused for lack of a host.
 */
export function hasServersName({ isInjected, raw, server }: HapiRequest): boolean {
  return isInjected && raw.req.headers["host"] === `${server.info.host}:${server.info.port}`;
}

/** Rewrites the headers of a request. hapi has read the host of an unresolved one already: it is read again. */
export function rewriteRequest({ raw: { req }, info }: HapiRequest, rewrite: Rewrite): void {
  const before = readHost(req);
  rewriteIncoming(rewrite, req);
  const host = readHost(req);
  if (host === before || resolutionOf(req) !== undefined) return;
  info.host = host;
  info.hostname = host.replace(/:\d+$/, "");
}

function readHost({ headers }: IncomingRequest): string {
  return ((headers["host"] ?? headers[":authority"] ?? "") as string).trim();
}

/**
 * Sets the properties of hapi's request to the resolved values.
 *
 * @returns the resolution; undefined if no layer has resolved the request
 */
export function showResolution(request: HapiRequest): AdapterResolution | undefined {
  const { info, raw } = request;
  // Headers that other code has sealed are replaced by new ones.
  if (request.headers !== raw.req.headers) request.headers = raw.req.headers;
  const resolution = resolutionOf(raw.req);
  if (resolution === undefined) return undefined;
  info.host = resolution.host ?? "";
  info.hostname = resolution.hostname ?? "";
  // hapi has accessors for these two, which read the socket.
  define(info, "remoteAddress", resolution.clientAddress);
  define(info, "remotePort", resolution.clientPort ?? "");
  showUrl(request);
  const target = externalTarget(findState(raw.req));
  if (target !== undefined) setProperty(raw.req, "originalUrl", target);
  return resolution;
}
