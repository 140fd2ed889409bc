import type { RequestFacts } from "../resolution.js";

/**
 * Headers that a rewrite can change: a plain record with names in lower case, as Node gives them. Not a fetch `Headers`;
 * whoever has one rewrites a record made of it (`Object.fromEntries(headers)`).
 */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a rewrite may know beside the headers: the connection, never anything that was resolved from a header. */
export type ConnectionFacts = Omit<RequestFacts, "headers">;

/**
 * A change to a request's headers: a pure function that gives the very same object where nothing changes, and a new one
 * otherwise. It never writes into its argument.
 *
 * Security: what a rewrite writes is believed like anything a proxy wrote. Feed a forwarding header, or `host`, only from
 * a header that the peer is known to write; see {@link when} and {@link peerIn}.
 *
 * @param headers - the headers as they are so far
 * @param facts - the connection the request came on
 * @returns the headers to go on with
 */
export type Rewrite = (headers: HeaderRecord, facts: ConnectionFacts) => HeaderRecord;

/** Says whether a rewrite applies to a request. Only `true` is a yes: a promise or any other value is not. */
export type Condition = (headers: HeaderRecord, facts: ConnectionFacts) => boolean;
