import type { RequestFacts } from "../resolution.js";

/**
 * Headers that a rewrite can change: a record with names in lower case, as Node has them. Not a fetch `Headers`:
 * convert it to a record first (`Object.fromEntries(headers)`).
 */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The facts that a rewrite may use beside the headers: the connection's, none that was resolved from a header. */
export type ConnectionFacts = Omit<RequestFacts, "headers">;

/**
 * A change to a request's headers: a pure function that returns the very same object if nothing changes, and a new one
 * otherwise. It never writes to its argument.
 *
 * Security: a value that a rewrite writes is believed like a proxy's. Write a forwarding header, or `host`, only from a
 * header that the peer is known to write; see {@link when} and {@link peerIn}.
 *
 * @param headers - the headers, changed by earlier rewrites
 * @param facts - the connection that the request came on
 * @returns the new headers
 */
export type Rewrite = (headers: HeaderRecord, facts: ConnectionFacts) => HeaderRecord;

/** Decides whether a rewrite applies to a request. Only `true` is a yes: a promise or any other value is not. */
export type Condition = (headers: HeaderRecord, facts: ConnectionFacts) => boolean;

/** Options of a plugin that rewrites headers. */
export interface RewriteHeadersOptions {
  /** The change, from `proxyfix/rewrite`. */
  readonly rewrite: Rewrite;
}
