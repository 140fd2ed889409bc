import type { Resolution } from "../resolution.js";
import type { PeerSocket } from "./peer.js";
import type { PlainHeaders } from "./verified-headers.js";

/** What the request was before any adapter touched it. */
export interface Original {
  /** The peer's address as the socket reported it, `"unix"`, or undefined where it was unknown. */
  readonly peerAddress: string | undefined;
  /** The `:authority` or `Host` as it came. */
  readonly host: string | undefined;
  /** The scheme of the connection to this process. */
  readonly proto: "http" | "https";
  /** Where the application was mounted already; `""` but for gateways. */
  readonly prefix: string;
  /** The headers as they came. */
  readonly headers: PlainHeaders;
  /** The header lines as they came, name and value in turn. */
  readonly rawHeaders: readonly string[];
}

/** A resolution with what the request was before; JSON shows the ten facts alone. */
export interface AdapterResolution extends Resolution {
  readonly original: Original;
}

/** Node's request, or what a framework's test injects for one: never looked at with `instanceof`. */
export interface IncomingRequest {
  readonly headers: PlainHeaders;
  /** Given one where there is none, as on a request that was made for a test. */
  readonly rawHeaders: string[];
  readonly httpVersionMajor?: number;
  readonly socket?: PeerSocket | null;
  url?: string | undefined;
  originalUrl?: string | undefined;
}
