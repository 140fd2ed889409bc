import type { HeaderFields } from "../headers/header-fields.js";

/** The properties of a connection that an adapter reads; a test's injected request may lack any of them. */
export interface PeerSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly encrypted?: boolean | undefined;
  readonly server?: ListeningServer | undefined;
}

/** The server that accepted a connection. */
export interface ListeningServer {
  readonly maxHeadersCount?: number | null | undefined;
  address?(): unknown;
}

/** Node's request, or an object that a framework's test injects in its place: never checked by `instanceof`. */
export interface IncomingRequest {
  readonly headers: HeaderFields;
  /** Name and value in turn; a request that was made for a test may have none. */
  readonly rawHeaders?: string[] | null;
  readonly httpVersionMajor?: number;
  readonly socket?: PeerSocket | null;
  url?: string | undefined;
  originalUrl?: string | undefined;
  /** The resolution, if the node adapter, or the middleware for Connect, has set it. */
  proxyFix?: object;
}
