import type { Issue, RequestFacts } from "../resolution.js";
import type { Trust } from "../trust/trust.js";

/** Other names for the five X-Forwarded-* headers. */
export interface HeaderNames {
  /** Instead of `x-forwarded-for`. */
  readonly for?: string;
  /** Instead of `x-forwarded-proto`; `x-forwarded-ssl` and `front-end-https` are read as `on` and `off`. */
  readonly proto?: string;
  /** Instead of `x-forwarded-host`. */
  readonly host?: string;
  /** Instead of `x-forwarded-port`. */
  readonly port?: string;
  /** Instead of `x-forwarded-prefix`. */
  readonly prefix?: string;
}

/** A header that contains only the client's address, believed behind certain proxies only. */
export interface ClientAddressHeader {
  /** The header's name, such as `"cf-connecting-ip"`. */
  readonly name: string;
  /** The proxies that write it: it is believed only if the furthest trusted proxy reached is one of them. */
  readonly from: Trust;
}

/** The proxies in front of the application, and which of their statements to believe. */
export interface ProxyFixOptions {
  /**
   * Which value of X-Forwarded-For to believe, counted from the right: how many proxies add one. 0 believes none.
   *
   * Security: one too many lets the client choose its address; one too few gives every client a proxy's.
   *
   * @default 1, or `Infinity` with a `trustedProxies` list
   */
  readonly xFor?: number;
  /**
   * The same for X-Forwarded-Proto.
   *
   * Security: one too many, and a client makes plain HTTP look secure.
   *
   * @default 1
   */
  readonly xProto?: number;
  /**
   * The same for X-Forwarded-Host.
   *
   * Security: one too many, and a client chooses the host of every link, cookie and password-reset mail.
   *
   * @default 0
   */
  readonly xHost?: number;
  /**
   * The same for X-Forwarded-Port.
   *
   * @default 0
   */
  readonly xPort?: number;
  /**
   * The same for X-Forwarded-Prefix. No proxy adds this header by itself, and most pass the client's: set it only if
   * the configuration of your proxy writes it.
   *
   * @default 0
   */
  readonly xPrefix?: number;
  /**
   * Which element of RFC 7239 `Forwarded` to believe, counted from the right. It replaces xFor, xProto and xHost: a
   * count other than 0 for one of these is then an error.
   *
   * Security: a proxy that pastes client text into a hand-built Forwarded lets the client forge the element.
   *
   * @default 0
   */
  readonly forwarded?: number;
  /**
   * Who may connect. No header of any other peer's request is believed; the counts stay exact. The usual choice.
   *
   * Security: if it is unset, anyone who can reach the application past its proxies is believed like them.
   *
   * @default anyone
   */
  readonly trustedPeers?: Trust;
  /**
   * Peers and hops: walks outward as long as the address met is a trusted proxy's. The counts become upper bounds.
   * Cannot be combined with trustedPeers.
   *
   * @default none
   */
  readonly trustedProxies?: Trust;
  /**
   * The client's address from a header that contains nothing else (`"cf-connecting-ip"`, `"x-real-ip"`,
   * `"fly-client-ip"`), instead of X-Forwarded-For. With trustedProxies it is `{ name, from }`.
   *
   * Security: most proxies pass such a header through from the client; name it only if the nearest proxy writes it.
   *
   * @default none
   */
  readonly clientAddressHeader?: string | ClientAddressHeader;
  /**
   * Other names for the five X-Forwarded-* headers.
   *
   * @default none
   */
  readonly headerNames?: HeaderNames;
  /**
   * The hostnames the application answers to: `"example.com"`, `"*.example.com"` (one or more labels, not the apex),
   * `"[::1]"`. Without ports; case and one final dot are ignored. Any other effective hostname, or none, is refused
   * with status 400.
   *
   * @default none: any
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Refuses a request that has an issue: `true` for any, or a function that decides for each issue. Status 403 for
   * `untrusted-peer`, which wins, else 400. A function that throws, or returns anything but `false`, refuses.
   *
   * @default false
   */
  readonly strict?: boolean | ((issue: Issue, facts: RequestFacts) => boolean);
}
