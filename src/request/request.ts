import type { HeaderFields } from "../headers/header-fields.js";

/** The properties of a connection that an adapter reads; a test's injected request may lack any of them. */
export interface PeerSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly encrypted?: boolean | undefined;
  /** The server of HTTP that has the connection, which may not be the one that accepted it. */
  readonly server?: { readonly maxHeadersCount?: number | null | undefined } | undefined;
  /** Node's names: the operating system's connection, the server that accepted it, and the socket under TLS. */
  readonly _handle?: object | null | undefined;
  readonly _server?: ListeningServer | null | undefined;
  readonly _parent?: PeerSocket | null | undefined;
}

/** The server that accepted a connection. */
export interface ListeningServer {
  readonly _handle?: object | null | undefined;
  address?(): unknown;
}

/** Node's request, or an object that a framework's test injects in its place: never checked by `instanceof`. */
export interface IncomingRequest {
  readonly headers: HeaderFields;
  /** Name and value in turn; a request that was made for a test may have none. */
  readonly rawHeaders?: string[] | null;
  readonly httpVersionMajor?: number;
  readonly method?: string | undefined;
  readonly socket?: PeerSocket | null;
  url?: string | undefined;
  originalUrl?: string | undefined;
  /** The resolution, if the node adapter, or the middleware for Connect, has set it. */
  proxyFix?: object;
}
