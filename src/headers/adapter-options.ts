import type { ProxyFixOptions } from "../options/options.js";
import { readRecord } from "../options/read-option.js";

/** Options of every adapter: those of the resolver, and which headers the application sees. */
export interface AdapterOptions extends ProxyFixOptions {
  /**
   * `"verified"`: the headers that the application sees contain only believed values. `"keep"`: they stay as received.
   *
   * Security: with `"keep"`, middleware that reads a forwarding header by itself reads text that a client wrote.
   *
   * @default "verified"
   */
  readonly forwardedHeaders?: "verified" | "keep";
  /**
   * Vendor headers to leave alone that would be deleted, such as `["cf-connecting-ip"]`.
   *
   * Security: most proxies pass them through from the client.
   *
   * @default none
   */
  readonly keepHeaders?: readonly string[];
  /**
   * Other options, complete by themselves, that each request is resolved by as well. The result, with its differences,
   * is a part of the messages of the channel `proxyfix:resolution` of node:diagnostics_channel. Without a subscriber
   * nothing is resolved twice. The application sees nothing of it.
   *
   * @default none
   */
  readonly shadow?: ProxyFixOptions;
  /**
   * Whether the adapter emits process warnings: each code once in a process, if the set-up looks wrong.
   *
   * @default true
   */
  readonly warnings?: boolean;
}

/** Options of adapters whose applications read the socket itself. */
export interface SocketOptions {
  /**
   * Gives each request its own view of its socket, with the resolved remoteAddress, remoteFamily, remotePort and
   * encrypted. For software that reads the socket itself, such as pino-http or socket.io.
   *
   * @default false
   */
  readonly socket?: boolean;
}

/** The name of {@link SocketOptions}. */
export const SOCKET_NAMES: readonly string[] = ["socket"];

/**
 * Reads the own properties of an adapter's options.
 *
 * @param usage - the adapter's call, for the message if something else was passed in place of options
 * @returns a record without a prototype
 * @throws {ProxyFixOptionsError} if it is no plain object
 */
export function readAdapterOptions<Options extends AdapterOptions>(options: Options, usage: string): Options {
  return readRecord(options, usage);
}
