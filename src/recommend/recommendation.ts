import type { ProxyFixOptions } from "../options/options.js";
import type { Fact } from "../resolution.js";

/** The options that observations lead to, and how sure that is. JSON. */
export interface Recommendation {
  /**
   * `declined`: no options, since every one of them could make a proxy's address, or a forged one, the client's. `unsure`:
   * something believed was never forged, or the visitor's address is not confirmed. `likely`: a check is open. `sure`: none is.
   */
  readonly verdict: "sure" | "likely" | "unsure" | "declined";
  /** Why it was declined; left out otherwise. */
  readonly declined?: { readonly code: DeclineCode; readonly text: string };
  /** The options, to be passed to an adapter; left out if declined. */
  readonly options?: RecommendedOptions;
  /** The facts that no option gives right in every observation. */
  readonly untold: readonly Fact[];
  /** What was found about each fact. */
  readonly facts: Readonly<Record<Fact, RecommendedFact>>;
  /** What was tried and what was not, with the next step. */
  readonly checks: readonly Check[];
  /** Values that only a person can choose. */
  readonly choices: { readonly trustedPeers?: readonly PeerChoice[] };
  /** Options that refuse more requests, with their price. */
  readonly guards: readonly Safeguard[];
  /** A change to the proxy, or to the program, for each untold fact. */
  readonly fixes: readonly Fix[];
  /** The proxy that left its signs: a hint for the reader, never for trust. */
  readonly proxy: RecognizedProxy;
}

/** The part of the options that observations can lead to. */
export type RecommendedOptions = Pick<
  ProxyFixOptions,
  "xFor" | "xProto" | "xHost" | "xPort" | "xPrefix" | "forwarded" | "headerNames" | "strict"
> & {
  readonly trustedPeers?: string | readonly string[];
  readonly trustedProxies?: readonly string[];
  readonly clientAddressHeader?: string;
};

/** Why there are no options: a closed list. */
export type DeclineCode =
  /** No plain visit arrived. */
  | "no-visit"
  /** Several visitors came, and every source gives them the same address. */
  | "same-for-all"
  /** Every source is private, or there is none: the visitor has to type the address. */
  | "ask-address"
  /** No source gives the visitor's address in every observation. */
  | "address-untold";

/** What was found about one fact. */
export interface RecommendedFact {
  /** Its value in the first plain visit by these options; null if it is untold. */
  readonly value: string | number | null;
  /** The header that contains it, `"connection"`, or null if it is untold. */
  readonly source: string | null;
  /** Whether a forged value of the source was sent, and did not become the fact. */
  readonly forged: boolean;
}

/** One check of the observations. */
export interface Check {
  readonly code: CheckCode;
  /** `open` checks lower the verdict. */
  readonly state: "done" | "open";
  /** The best verdict while the check is open. */
  readonly limit: "likely" | "unsure";
  /** One or two sentences: what was tried or was not, and the next step. */
  readonly text: string;
}

/** What can be checked: a closed list. */
export type CheckCode =
  /** Each believed header was forged once. */
  | "forged"
  /** A request with a forged header was refused: another value of it may pass. */
  | "refused"
  /** The visitor typed or confirmed the address. */
  | "address"
  /** The visitor is not on the machine of the proxy. */
  | "other-machine"
  /** Both schemes were visited, or http leads to https. */
  | "other-scheme"
  /** Several lines of one header were sent, as no browser can. */
  | "several-lines"
  /** Each believed header was listed in Connection, so that a proxy may remove it. */
  | "connection"
  /** A Host with a quote was sent: a proxy that writes Forwarded by hand may paste it. */
  | "quoted-host"
  /** Who may connect is decided. */
  | "peers"
  /** No inner proxy can be reached past the outer one. */
  | "bypass"
  /** The peer is no gateway of a container network. */
  | "container-gateway"
  /** The walk over trusted proxies knows all of them. */
  | "proxies";

/** A way to answer "who may connect?". */
export interface PeerChoice {
  /** The value of trustedPeers; null leaves the option out. */
  readonly value: string | null;
  /** When it is right. */
  readonly text: string;
}

/** An option that refuses requests. */
export interface Safeguard {
  readonly options: { readonly allowedHosts: readonly string[] } | { readonly strict: true };
  /** The requests that it refuses beside the forged ones. */
  readonly price: string;
}

/** A change that makes an untold fact known. */
export interface Fix {
  readonly fact: Fact;
  readonly text: string;
  /** The page of the documentation, such as `docs/deploy/nginx.md`. */
  readonly page: string;
}

/** The proxy whose signs were seen. */
export interface RecognizedProxy {
  /** Such as `"nginx"`; null if none or several were recognised. */
  readonly name: string | null;
  /** The page of the documentation. */
  readonly page: string;
}
