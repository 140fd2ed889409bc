import type { IncomingRequest } from "../../src/request/request.js";

/** Creates a request as a framework's test injects it: an object with headers and lines, from 127.0.0.1. */
export function createRequest(
  lines: Readonly<Record<string, string>>,
  others: Partial<IncomingRequest> & { readonly _readableState?: object } = {},
): IncomingRequest {
  const headers = Object.fromEntries(Object.entries(lines).map(([name, value]) => [name.toLowerCase(), value]));
  const socket = { remoteAddress: "127.0.0.1", remotePort: 4711 };
  return { headers, rawHeaders: Object.entries(lines).flat(), socket, url: "/users", ...others };
}
