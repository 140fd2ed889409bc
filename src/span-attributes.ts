import type { Resolution } from "./resolution.js";

/** Attributes of OpenTelemetry's semantic conventions for an HTTP server span; an unknown one is left out. */
export interface SpanAttributes {
  "client.address"?: string;
  "client.port"?: number;
  "server.address"?: string;
  "server.port"?: number;
  "url.scheme": "http" | "https";
}

/**
 * Returns the client and the server of a request under the names of OpenTelemetry's semantic conventions.
 *
 * The instrumentation for HTTP reads Forwarded or the leftmost X-Forwarded-For by itself, which a client can forge: set
 * these attributes over its own.
 *
 * @param resolution - of the request
 * @returns `client.address`, `client.port`, `server.address` (an IPv6 address without brackets), `server.port` and
 *   `url.scheme`; the client's are left out if its address is undefined, the server's if the host is
 * @see OpenTelemetry semantic conventions, HTTP server spans
 */
export function toSpanAttributes(resolution: Resolution): SpanAttributes {
  const { clientAddress, clientPort, hostname, port, proto } = resolution;
  const attributes: SpanAttributes = { "url.scheme": proto };
  if (clientAddress !== undefined) attributes["client.address"] = clientAddress;
  if (clientPort !== undefined) attributes["client.port"] = clientPort;
  if (hostname !== undefined) {
    attributes["server.address"] = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
    attributes["server.port"] = port;
  }
  return attributes;
}
