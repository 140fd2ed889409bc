import type { HeaderRecord } from "../headers/header-record.js";
import type { Resolution } from "../resolution.js";
import type { PeerSocket } from "./peer.js";

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
  readonly headers: HeaderRecord;
  /** The received header lines, name and value in turn. */
  readonly rawHeaders: readonly string[];
}

/** A resolution, and the request as it was received. JSON contains only the ten facts. */
export interface AdapterResolution extends Resolution {
  readonly original: Original;
}

/** Node's request, or an object that a framework's test injects in its place: never checked by `instanceof`. */
export interface IncomingRequest {
  readonly headers: HeaderRecord;
  /** Name and value in turn; a request that was made for a test may have none. */
  readonly rawHeaders?: string[] | null;
  readonly httpVersionMajor?: number;
  readonly socket?: PeerSocket | null;
  url?: string | undefined;
  originalUrl?: string | undefined;
}
