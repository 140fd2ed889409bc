import type { Fact, Issue, Resolution } from "../resolution.js";

/** The explanation of one resolution: JSON, every missing value written as null. */
export interface Explanation {
  /** The ten facts, as `resolve` returns them without `strict` and `allowedHosts`. */
  readonly resolution: ExplainedResolution;
  /** The refusal by `strict` or `allowedHosts`; null if the request is not refused. */
  readonly refusal: ExplainedRefusal | null;
  /** Who connected, and whether that peer's headers are believed. */
  readonly gate: Gate;
  /** The way of the request, from the peer to the client and to the claims beyond. */
  readonly chain: ExplainedChain;
  /** Each fact, with its source or the obstacle. */
  readonly facts: Readonly<Record<Fact, ExplainedFact>>;
  /**
   * The result of every other count: only options that can be set beside the others, and whose header is present. Empty
   * if the peer is not trusted, since every count then has the same result.
   */
  readonly counts: Readonly<Partial<Record<CountOption, readonly CountOutcome[]>>>;
  /** Facts that someone other than a proxy could write under these options. */
  readonly forgeable: readonly ForgeableFacts[];
}

/** A resolution as JSON: the same ten facts, null for undefined. */
export type ExplainedResolution = {
  readonly [Name in keyof Resolution]: undefined extends Resolution[Name]
    ? Exclude<Resolution[Name], undefined> | null
    : Resolution[Name];
};

/** A refusal by `strict` or `allowedHosts`. */
export interface ExplainedRefusal {
  readonly status: 400 | 403;
  readonly issues: readonly Issue[];
}

/** The decision about the peer. */
export interface Gate {
  /** The peer's address in canonical text, or `"unix"`; null if it is unknown or no address. */
  readonly peer: string | null;
  /** `trusted` by the option, `anyone` if no option restricts peers, or `untrusted-peer`: no header is believed. */
  readonly verdict: "trusted" | "anyone" | "untrusted-peer";
  /** The option that decided; null if none is set. */
  readonly option: "trustedPeers" | "trustedProxies" | null;
}

/** The way of a request. */
export interface ExplainedChain {
  /**
   * The list whose entries are hops, in lower case, even if it is missing or its count is 0; null if a
   * clientAddressHeader given as a name replaces it.
   */
  readonly header: string | null;
  /** How many entries further left are not listed in `hops`: it has at most 8 claims. */
  readonly unlisted: number;
  /** Nearest first: the peer, then each entry from the right. */
  readonly hops: readonly Hop[];
}

/** One place on the way of a request. */
export interface Hop {
  /**
   * The distance from the application, which is also the index in `hops`: 0 is the peer, 1 the last entry of the list. A
   * clientAddressHeader behind trusted proxies is a hop of its own, so the entries to the left of it are one further.
   */
  readonly hop: number;
  /** The address in canonical text, or `"unix"`; null if there is none, or it is unreadable. */
  readonly address: string | null;
  /** A proxy that the options accept, the client, or an entry that is not believed. An untrusted peer is a client. */
  readonly role: "proxy" | "client" | "claim";
  /** `unreadable` fails its grammar; `unsettled` is one of fewer values than are counted. */
  readonly verdict: "believed" | "ignored" | "untrusted" | "unreadable" | "unsettled";
  /** Why. */
  readonly reason: HopReason;
  /** Who stated it: the connection itself, the hop number of a believed proxy, or anybody (`client`). */
  readonly saidBy: number | "connection" | "client";
  /** The header of the entry, in lower case; left out for the peer. */
  readonly header?: string;
  /** The line of the header that contains the entry, from 1; left out for the peer. */
  readonly line?: number;
  /** The entry as received, all of it, trimmed of space and tab; left out for the peer. */
  readonly text?: string;
}

/** Why a hop has its verdict: a closed list. */
export type HopReason =
  /** The options trust this peer. */
  | "trusted"
  /** No option restricts who may connect. */
  | "anyone"
  /** The options do not trust the peer; no header is believed. */
  | "untrusted-peer"
  /** trustedProxies contains the address of this entry. */
  | "trusted-hop"
  /** The count includes this entry. */
  | "counted"
  /** The first address from the right that is no trusted proxy's. */
  | "first-untrusted"
  /** Every entry is a trusted proxy's; this is the furthest. */
  | "end-of-list"
  /** The value of the clientAddressHeader. */
  | "single-header"
  /** Further left than the count. */
  | "beyond-count"
  /** Further left than the first address that is not trusted. */
  | "beyond-trusted"
  /** The options do not read this header. */
  | "disabled"
  /** The list has fewer values than the option counts. */
  | "short-chain"
  /** The counted value fails its grammar. */
  | "invalid"
  /** The counted value is empty. */
  | "empty"
  /** The counted forwarded-element has no `for`. */
  | "unidentified"
  /** The clientAddressHeader contains several values. */
  | "duplicate"
  /** Quotes do not balance. */
  | "unbalanced";

/** One fact, with its source or the obstacle. */
export interface ExplainedFact {
  /** Its value; null if it cannot be known. The host is `hostname[:port]`, as in the resolution. */
  readonly value: string | number | null;
  /** Where the value comes from; left out if the value is null. */
  readonly source?: HeaderSource | ConnectionSource;
  /**
   * A header that could have contained the value, and why it does not count; left out if the value comes from it, or if
   * there is none.
   */
  readonly instead?: { readonly header: string; readonly reason: Obstacle };
}

/** Why a value does not come from a header: the reasons of issues, and three more. A closed list. */
export type Obstacle =
  /** The header is missing. */
  | "absent"
  /** The header has fewer values than the option counts. */
  | "short-chain"
  /** The counted value is empty. */
  | "empty"
  /** The counted value fails its grammar. */
  | "invalid"
  /** The counted forwarded-element has no `for`. */
  | "unidentified"
  /** The clientAddressHeader contains several values. */
  | "duplicate"
  /** The options do not trust the peer; no header is believed. */
  | "untrusted-peer"
  /** The header is present, and its count is 0. */
  | "disabled"
  /** The counted forwarded-element does not have this parameter. */
  | "no-parameter"
  /** The furthest trusted proxy is not among the `from` of clientAddressHeader. */
  | "other-proxy";

/** A value of a header. */
export interface HeaderSource {
  /** In lower case. */
  readonly header: string;
  /** The place from the right, from 1; for a prefix of several proxies that of the leftmost of their values. */
  readonly place: number;
  /** The line that contains the value, from 1. */
  readonly line: number;
  /** How many lines the header has. */
  readonly lines: number;
  /**
   * The value as received, trimmed of space and tab; resolved alone, it gives the fact. Of Forwarded it is the whole
   * element; for a prefix of several proxies it is all their values.
   */
  readonly text: string;
}

/** A fact of the connection: the peer, TLS, the Host header or the target, the mount point, or the scheme's default port. */
export interface ConnectionSource {
  readonly connection: "peer" | "tls" | "host" | "authority" | "mount" | "default-port";
}

/** An option that counts values from the right. */
export type CountOption = "xFor" | "xProto" | "xHost" | "xPort" | "xPrefix" | "forwarded";

/**
 * The result of one count. The counts are 0 to the number of values, at most 8, and the count of the options if it is
 * finite. Those of `forwarded` begin at 1: without it, the counts of X-Forwarded-* would apply.
 */
export interface CountOutcome {
  readonly count: number;
  /** The fact with this count; null if it is unknown. With `forwarded` it is the address. */
  readonly value: string | number | null;
  /** Why the value does not come from the header; left out if it does. */
  readonly issue?: Obstacle;
  /** Whether it is the count of the options; left out if not. */
  readonly chosen?: true;
}

/** Facts that someone other than a proxy could write. */
export interface ForgeableFacts {
  readonly code: ForgeableCode;
  /** A `warning` needs a change; a `note` is right in many set-ups. */
  readonly level: "warning" | "note";
  readonly facts: readonly Fact[];
  /** One or two sentences: what it means, and the next step. */
  readonly text: string;
}

/** Why a fact is forgeable: a closed list. */
export type ForgeableCode =
  /** Anyone who reaches the application is believed like its proxies. */
  | "no-trusted-peers"
  /** The host is the connection's own, and allowedHosts does not restrict it. */
  | "host-is-the-clients"
  /** Headers contain a client's address, scheme or host, and no option believes them. */
  | "unbelieved-headers"
  /** The believed address is counted, and is the leftmost value of a list of several. */
  | "leftmost"
  /** The client's address is private, shared (RFC 6598), link-local or loopback. */
  | "private-client";
