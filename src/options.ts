import type { Issue, RequestFacts } from "./resolution.js";

/**
 * Who is trusted: proxy-addr's notation (`"loopback"`, `"linklocal"`, `"uniquelocal"`, an address, `"10.0.0.0/8"`,
 * `"10.0.0.0/255.0.0.0"`) or `"unix"`, one or several, or a function.
 *
 * A function gets an address in canonical text (or `"unix"`) and the hop, 0 for the peer. Only `true` is trust: a throw,
 * a promise or any other value is not.
 */
export type Trust = string | readonly string[] | ((address: string, hop: number) => boolean);

/** Other names for the five X-Forwarded-* headers. */
export interface HeaderNames {
  /** Instead of `x-forwarded-for`. */
  readonly for?: string;
  /** Instead of `x-forwarded-proto`; `x-forwarded-ssl` and `front-end-https` read `on` and `off`. */
  readonly proto?: string;
  /** Instead of `x-forwarded-host`. */
  readonly host?: string;
  /** Instead of `x-forwarded-port`. */
  readonly port?: string;
  /** Instead of `x-forwarded-prefix`. */
  readonly prefix?: string;
}

/** A header that holds the client's address alone, believed behind certain proxies only. */
export interface ClientAddressHeader {
  /** The header's name, such as `"cf-connecting-ip"`. */
  readonly name: string;
  /** The proxies whose word it is: believed only if the furthest trusted proxy reached is among them. */
  readonly from: Trust;
}

/** What stands in front of the application, and which of its statements to believe. */
export interface ProxyFixOptions {
  /**
   * Which value of X-Forwarded-For to believe, counted from the right: how many proxies add one. 0 believes none.
   *
   * Security: one too many lets the client choose its address; one too few gives every client a proxy's.
   *
   * @default 1, or `Infinity` beside a `trustedProxies` list
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
   * The same for X-Forwarded-Prefix. No proxy adds this header by itself, and most pass the client's: set it only where
   * the proxy's configuration writes it.
   *
   * @default 0
   */
  readonly xPrefix?: number;
  /**
   * Which element of RFC 7239 `Forwarded` to believe, counted from the right. It replaces xFor, xProto and xHost: a
   * count other than 0 beside it is an error.
   *
   * Security: a proxy that pastes client text into a hand-built Forwarded lets the client forge the element.
   *
   * @default 0
   */
  readonly forwarded?: number;
  /**
   * Who may connect. No header of any other peer's request is believed; the counts stay exact. The usual choice.
   *
   * Security: unset, whoever can reach the application past its proxies is believed like them.
   *
   * @default anyone
   */
  readonly trustedPeers?: Trust;
  /**
   * Peers and hops: walks outward while the address met is a trusted proxy's. The counts become upper bounds. Not beside
   * trustedPeers.
   *
   * @default none
   */
  readonly trustedProxies?: Trust;
  /**
   * The client's address from a header that holds nothing else (`"cf-connecting-ip"`, `"x-real-ip"`,
   * `"fly-client-ip"`), instead of X-Forwarded-For. Beside trustedProxies it is `{ name, from }`.
   *
   * Security: most proxies pass such a header through from the client; name it only where the nearest proxy writes it.
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
   * `"[::1]"`. Without ports; case and one final dot are ignored. Any other effective hostname, or none, is refused with
   * status 400.
   *
   * @default none: any
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Refuses a request that has an issue: `true` for any, or a function that says for each whether to refuse. Status 403
   * for `untrusted-peer`, which wins, else 400. A function that throws, or returns anything but `false`, refuses.
   *
   * @default false
   */
  readonly strict?: boolean | ((issue: Issue, facts: RequestFacts) => boolean);
}
