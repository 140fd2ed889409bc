/**
 * The headers of a request: a record with names in lower case, as Node gives them, or a fetch `Headers` (told apart by
 * a `get` that is a function).
 */
export type RequestHeaders =
  Readonly<Record<string, string | readonly string[] | undefined>> | { get(name: string): string | null };

/** The facts of a request before any header is believed. */
export interface RequestFacts {
  /** The request's headers; see {@link RequestHeaders}. */
  readonly headers: RequestHeaders;
  /** The peer's address as the socket reports it, or `"unix"` for a unix-domain socket; undefined if it is unknown. */
  readonly peerAddress?: string | undefined;
  /** The peer's port, if it has one. */
  readonly peerPort?: number | undefined;
  /** Whether the connection to this process is TLS; false by default. */
  readonly encrypted?: boolean;
  /**
   * The authority of an absolute-form request target (RFC 9112 section 3.2.2) or of CONNECT, such as
   * `"example.com:8080"`; HTTP/2's is the header `:authority`.
   */
  readonly authority?: string | undefined;
  /** The path under which the application is mounted already; `""` by default. */
  readonly prefix?: string;
}

/** The reason why a fact does not come from its header: one of a closed list. */
export type IssueReason =
  /** The header is missing. */
  | "absent"
  /** The header has fewer values than the option counts. */
  | "short-chain"
  /** The believed value is empty. */
  | "empty"
  /** The believed value fails its grammar. */
  | "invalid"
  /** The believed forwarded-element has no `for`. */
  | "unidentified"
  /** A single-valued header contains several values. */
  | "duplicate"
  /** The options do not trust the peer; no header was believed. */
  | "untrusted-peer"
  /** The effective hostname is not among `allowedHosts`; only in a refusal. */
  | "host-not-allowed";

/** The reason why a fact does not come from its header. */
export interface Issue {
  /** The header concerned, in lower case; left out if the reason concerns the request as a whole. */
  readonly header?: string;
  /** The reason, one of a closed list. */
  readonly reason: IssueReason;
}

/** A fact about the client's request, as `explain` and `recommend` name it. */
export type Fact = "address" | "proto" | "host" | "port" | "prefix";

/** The truth about a request, as far as the options' proxies vouch for it. */
export interface Resolution {
  /**
   * The client's address in canonical text (RFC 5952 section 4; an IPv4-mapped one as IPv4). Undefined if it cannot be
   * known: a proxy is there without a statement that can be believed, or the peer is a unix-domain socket and the
   * request did not pass a proxy.
   */
  readonly clientAddress: string | undefined;
  /** The client's port: the believed node-port, or the peer's port if the peer is the client. */
  readonly clientPort: number | undefined;
  /**
   * The client first, then the proxies crossed as far as they are addresses, without the peer. Empty if `clientAddress`
   * is undefined or the peer's.
   */
  readonly addresses: readonly string[];
  /** The scheme of the client's request. */
  readonly proto: "http" | "https";
  /** `hostname[:port]`, lower case, the default port of `proto` left out; undefined if it cannot be known. */
  readonly host: string | undefined;
  /** `host` without the port; an IPv6 address in brackets. */
  readonly hostname: string | undefined;
  /** The port that the client asked for: of X-Forwarded-Port if believed, else of the host, else `proto`'s default. */
  readonly port: number;
  /** The path under which the outermost proxy mounts the application, `""` or `"/app"`. */
  readonly prefix: string;
  /** `proto://host`, as a browser sends it; undefined if `host` is. */
  readonly origin: string | undefined;
  /** The reasons why a fact does not come from its header; empty if every enabled header was present and good. */
  readonly issues: readonly Issue[];
}
