import type { ProxyFixRefusal } from "../errors.js";
import type { RequestFacts, Resolution } from "../resolution.js";
import type { HeaderFields } from "./header-fields.js";

/** The request as it was received, before any adapter touched it. */
export interface Original {
  /** The peer's address as the socket reported it, `"unix"`, or undefined if it was unknown. */
  readonly peerAddress: string | undefined;
  /** The received `:authority` or `Host`. */
  readonly host: string | undefined;
  /** The scheme of the connection to this process. */
  readonly proto: "http" | "https";
  /** The path under which the application was mounted already; `""` except behind a gateway. */
  readonly prefix: string;
  /** The received headers. */
  readonly headers: HeaderFields;
  /** The received header lines, name and value in turn. */
  readonly rawHeaders: readonly string[];
}

/** A resolution, and the request as it was received. JSON contains only the ten facts. */
export interface AdapterResolution extends Resolution {
  readonly original: Original;
}

/** The facts that an adapter resolves from. */
export interface AdapterFacts extends RequestFacts {
  readonly headers: HeaderFields;
  /** Whether the server's parser may have dropped header lines; false by default. */
  readonly hasLostLines?: boolean;
  /** Whether the authority is a part of the target, which the application reads as it is; false by default. */
  readonly hasUrlTarget?: boolean;
}

/** The outcome of a request: its resolution, or its refusal. */
export type AdapterOutcome = AdapterResolution | ProxyFixRefusal;
