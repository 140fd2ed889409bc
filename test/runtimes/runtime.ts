import type { GetConnInfo } from "hono/conninfo";
import type { UpgradeWebSocket } from "hono/ws";

/** The parts of Bun and Deno that the program uses; their own types would change those of every other test. */

/** Addresses of the servers of a program: a port, or the path of a unix-domain socket. */
export type Addresses = Readonly<Record<string, number | string>>;

/** A handler that gets the argument of its runtime: Bun's server, or Deno's info. */
export type RuntimeHandler = (request: Request, argument: unknown) => Response | Promise<Response>;

interface TlsSettings {
  readonly cert: string;
  readonly key: string;
}

interface BunGlobal {
  serve(settings: object): { readonly port: number };
}

interface DenoGlobal {
  serve(settings: object, handler: RuntimeHandler): { readonly addr: { readonly port: number } };
}

const { Bun, Deno } = globalThis as unknown as { readonly Bun?: BunGlobal; readonly Deno?: DenoGlobal };

/** Starts a server of this program's runtime, with Hono's websocket handler for Bun; returns its port. */
export function serve(handler: RuntimeHandler, hostname: string, tls?: TlsSettings, websocket?: object): number {
  if (Bun !== undefined) {
    return Bun.serve({ port: 0, hostname, fetch: handler, ...(tls && { tls }), ...(websocket && { websocket }) }).port;
  }
  return startDeno({ port: 0, hostname, ...tls }, handler).addr.port;
}

/** Starts a server on a unix-domain socket. */
export function serveOnPath(handler: RuntimeHandler, path: string): void {
  if (Bun !== undefined) Bun.serve({ unix: path, fetch: handler });
  else startDeno({ path }, handler);
}

function startDeno(settings: object, handler: RuntimeHandler): ReturnType<DenoGlobal["serve"]> {
  // Standard output is for the addresses alone.
  return Deno!.serve({ ...settings, onListen: () => undefined }, handler);
}

/** Returns the address that the runtime reports for a request, as an application reads it. */
export function readAddress(request: Request, argument: unknown): string | undefined {
  if (Bun === undefined) {
    return (argument as { readonly remoteAddr: { readonly hostname?: string } }).remoteAddr.hostname || undefined;
  }
  const server = argument as { requestIP(request: Request): { readonly address: string } | null };
  return server.requestIP(request)?.address;
}

/** Returns Hono's helpers for this runtime. */
export async function loadHelpers(): Promise<Helpers> {
  const helpers: unknown = Bun === undefined ? await import("hono/deno") : await import("hono/bun");
  return helpers as Helpers;
}

/** Hono's helpers for a runtime. */
export interface Helpers {
  readonly getConnInfo: GetConnInfo;
  readonly upgradeWebSocket: UpgradeWebSocket;
  /** Only Bun's server needs it. */
  readonly websocket?: object;
}
