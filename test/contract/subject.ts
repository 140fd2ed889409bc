import type { AdapterOptions, NodeOptions } from "../../src/adapters/node.js";
import type { Rewrite } from "../../src/rewrite/index.js";

/** One middleware that a request passes; layers run in their given order. */
export type Layer = { readonly fix: NodeOptions | AdapterOptions } | { readonly rewrite: Rewrite };

/** A listener for node:http, https or http2's compatibility API. */
export type Listener = (req: never, res: never) => unknown;

/** The expected facts of a request. */
export interface Truth {
  readonly clientAddress: string | undefined;
  /** The client first, then the proxies crossed, without the peer. */
  readonly addresses: readonly string[];
  readonly peerAddress: string | undefined;
  readonly proto: "http" | "https";
  readonly host: string | undefined;
  readonly prefix: string;
  /** The request target as it was sent. */
  readonly target: string;
}

/** A framework with its adapter. */
export interface Subject {
  readonly name: string;
  /**
   * Builds an application that answers every request with what it saw.
   *
   * @param isHttp2 - whether its requests are of HTTP/2
   */
  build(layers: readonly Layer[], isHttp2: boolean): Listener | Promise<Listener>;
  /** Lists the expected values of the framework's own properties. */
  listProperties(truth: Truth): Readonly<Record<string, unknown>>;
  /** Whether Node's socket reports the client without the socket option. */
  readonly isSocketResolved?: true;
  /** Whether the received headers are fetch Headers: each of them once, and no pseudo headers of HTTP/2. */
  readonly hasFetchHeaders?: true;
  /** Whether a request without a known host is refused with 400: the framework's own properties contain a whole URL. */
  readonly needsHost?: true;
}

/** The header that only the application's own answers have. */
export const ANSWERED = "x-test-answered";

/** Sends what an application saw, through Node's response. */
export function sendReport(res: AnyResponse, body: string): void {
  res.setHeader(ANSWERED, "yes");
  res.setHeader("content-length", Buffer.byteLength(body));
  res.end(body);
}

interface AnyResponse {
  setHeader(name: string, value: string | number): unknown;
  end(body: string): unknown;
}

/** Returns a host without its port. */
export function hostnameOf(host: string | undefined): string | undefined {
  return host?.replace(/:\d+$/, "");
}

/** Returns the target as the client sees it. */
export function externalTarget({ prefix, target }: Truth): string {
  return target.startsWith("/") ? prefix + target : target;
}
