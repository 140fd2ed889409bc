import type { AdapterOptions } from "../../src/adapters/node.js";
import type { Transport } from "./stage.js";
import type { Layer } from "./subject.js";
import type { HeaderLine } from "./wire.js";

/** The expected resolution. By default there is no prefix, and no proxy between the client and the peer. */
export interface ExpectedFacts {
  readonly clientAddress: string | undefined;
  /** By default the client alone, or none if the client is the peer. */
  readonly addresses?: readonly string[];
  readonly proto: "http" | "https";
  readonly host: string | undefined;
  readonly prefix?: string;
}

/** One request, and what its application has to see. */
export interface Case {
  /** A sentence: the adapter … */
  readonly title: string;
  readonly layers: readonly Layer[];
  /** By default plain HTTP/1. */
  readonly over?: Transport;
  /** The peer's address; 127.0.0.1 by default. */
  readonly from?: string;
  readonly version?: "1.0";
  readonly target?: string;
  readonly lines: readonly HeaderLine[];
  readonly expected: ExpectedFacts | { readonly status: number };
  /** Every header that the application sees; by default the effective host alone. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Texts that the application must not see anywhere but in `original`. */
  readonly forged?: readonly string[];
  /** Whether the socket option is set. */
  readonly hasSocketView?: boolean;
}

export const fix = (options: AdapterOptions & { readonly socket?: boolean } = {}): Layer => ({ fix: options });

export const HOST: HeaderLine = ["Host", "app:3000"];
export const PEER = "127.0.0.1";
export const CLIENT = "198.51.100.7";
