import type { FetchRequest, GlobalResponse } from "../../adapters/fetch/request.js";

/** The response of Node's that a handler writes to. */
interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/** The reply of Fastify. */
interface FastifyReply {
  callNotFound(): unknown;
}

/** The response toolkit of hapi. */
interface HapiToolkit {
  readonly continue: symbol;
}

/** A handler of each framework. */
export interface Inspector {
  /** A handler of a fetch Request; the other arguments are searched for the peer. */
  (request: FetchRequest, ...rest: readonly unknown[]): GlobalResponse;
  /**
   * A handler or a middleware of Hono. The type leaves the promise of `next` out: linters would object to every other use,
   * since a promise is returned to a server that does not wait for it.
   */
  (context: { readonly req: { readonly raw: object } }, next: () => Promise<unknown>): GlobalResponse;
  /** A middleware of Koa. */
  (ctx: { readonly req: object }, next: () => Promise<unknown>): unknown;
  /** A handler of Fastify. */
  (request: { readonly raw: object }, reply: FastifyReply): object;
  /** A handler of hapi. */
  (request: { readonly raw: object }, h: HapiToolkit): object;
  /** A listener of node:http, and a middleware of Express, Connect and Polka. */
  (req: object, res: NodeResponse, next?: (error?: unknown) => void): void;
}
