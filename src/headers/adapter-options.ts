import { describeValue, ProxyFixOptionsError } from "../errors.js";
import type { ProxyFixOptions } from "../options/options.js";

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

/** The names of {@link AdapterOptions} that the resolver does not know. */
export const ADAPTER_NAMES: readonly string[] = ["forwardedHeaders", "keepHeaders"];
/** The name of {@link SocketOptions}. */
export const SOCKET_NAMES: readonly string[] = ["socket"];

/** @throws {ProxyFixOptionsError} if it is neither `"verified"` nor `"keep"` */
export function readForwardedHeaders(value: unknown): "verified" | "keep" {
  if (value === undefined || value === "verified" || value === "keep") return value ?? "verified";
  throw new ProxyFixOptionsError("forwardedHeaders", `got ${describeValue(value)}; expected "verified" or "keep"`);
}

/** @throws {ProxyFixOptionsError} if it is no list */
export function readKeepHeaders(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly string[];
  throw new ProxyFixOptionsError(
    "keepHeaders",
    `got ${describeValue(value)}; expected a list of header names such as ["cf-connecting-ip"]`,
  );
}

/** @throws {ProxyFixOptionsError} if it is neither true nor false */
export function readSocket(value: unknown): boolean {
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw new ProxyFixOptionsError("socket", `got ${describeValue(value)}; expected true or false`);
}
