import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";

import type { Rewrite } from "../rewrite/index.js";
import { checkRewrite, createEngine, isRefusal, type AdapterOptions } from "./engine.js";
import {
  announceRewrite,
  closeUpgrade,
  decorate,
  rewriteAssigned,
  verifyAssigned,
  type FastifyInstance,
  type FastifyRequest as Request,
} from "./fastify-request.js";
import { resolveIncoming, rewriteIncoming, type AdapterResolution } from "./incoming.js";
import { findState } from "./request-holder.js";
import type { RequestState } from "./request-state.js";
import { externalTarget } from "./request-target.js";

export type { AdapterOptions } from "./engine.js";
export type { AdapterResolution, Original } from "./incoming.js";

declare module "fastify" {
  interface FastifyRequest {
    /** What proxyFix resolved. Not there on a request that did not go through it. */
    readonly proxyFix: AdapterResolution;
  }
}

/** Options of the adapter for Fastify. */
export interface FastifyOptions extends AdapterOptions {}

/** A plugin for Fastify 4 and 5. */
export type FastifyPlugin<Options> = (instance: object, options: Options) => Promise<void>;

/**
 * A plugin that makes Fastify's request tell the truth: `ip`, `ips`, `protocol`, `host`, `hostname`, `port`,
 * `originalUrl` and the headers; `request.proxyFix` is the resolution. As ever in Fastify, a host that is not known is
 * `""`, and `ips` has the peer first and the client last.
 *
 * Register it first: an onRequest hook that was added earlier runs before it and sees the headers as they came, though
 * the properties are right there too. It acts on the instance it is registered on and all its plugins; a second registration inside one of
 * them holds there. Fastify's `trustProxy` must not be set. For routes by host see {@link rewriteUrl}.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) is an error of the onRequest hook, with
 * `statusCode`.
 *
 * @throws {ProxyFixOptionsError} if an option is wrong or Fastify's `trustProxy` is set; the application does not start
 * @example
 * await app.register(proxyFix, { xProto: 1, xHost: 1 })
 */
export const proxyFix: FastifyPlugin<FastifyOptions> = definePlugin("proxyfix", (instance, options) => {
  const engine = createEngine(options);
  decorate(instance, engine);
  return ({ raw }) => resolveIncoming(engine, raw);
});

/** Options of the plugin that rewrites headers. */
export interface RewriteHeadersOptions {
  /** What to change, from `proxyfix/rewrite`. */
  readonly rewrite: Rewrite;
}

/**
 * A plugin that rewrites the request's headers before anything reads them; a request that proxyFix has resolved already
 * is resolved again.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become one that is believed.
 *
 * @throws {ProxyFixOptionsError} if `rewrite` is no rewrite
 * @example
 * await app.register(rewriteHeaders, { rewrite: copy("x-fhost", "x-forwarded-host") })
 */
export const rewriteHeaders: FastifyPlugin<RewriteHeadersOptions> = definePlugin(
  "proxyfix-rewrite-headers",
  (instance, { rewrite }) => {
    checkRewrite(rewrite, "rewrite");
    announceRewrite(instance, rewrite);
    return (request) => {
      rewriteAssigned(request, rewrite);
      return rewriteIncoming(rewrite, request.raw);
    };
  },
);

/**
 * Creates a `rewriteUrl` for those who route by host: it makes the headers tell the truth before Fastify looks for a
 * route, and leaves the URL as it is. Give it the options that the plugin gets; the plugin is still needed, for the
 * request's properties and for refusals.
 *
 * @param options - the same as the plugin's
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * Fastify({ rewriteUrl: rewriteUrl({ xProto: 1, xHost: 1 }) })
 */
export function rewriteUrl(options: FastifyOptions = {}): (req: IncomingMessage | Http2ServerRequest) => string {
  const engine = createEngine(options);
  return (req) => {
    try {
      resolveIncoming(engine, req);
    } catch (error) {
      // Nothing may be thrown here. The request tells its connection's facts alone now, and the plugin refuses it.
      if (!isRefusal(error)) throw error;
    }
    return req.url ?? "/";
  };
}

/** Defines a plugin that acts on the instance it is registered on, by a hook that runs before all others. */
function definePlugin<Options>(
  name: string,
  start: (instance: FastifyInstance, options: Options) => (request: Request) => RequestState,
): FastifyPlugin<Options> {
  const plugin: FastifyPlugin<Options> = async (instance, options) => {
    const run = start(instance as FastifyInstance, options);
    (instance as FastifyInstance).addHook("onRequest", (request, reply, done) => {
      const { raw } = request;
      let refusal: Error | undefined;
      let state: RequestState | undefined;
      try {
        state = run(request);
      } catch (error) {
        closeUpgrade(request, reply);
        refusal = error as Error;
        state = findState(raw);
      }
      if (state !== undefined) verifyAssigned(request, state);
      const target = externalTarget(state);
      if (target !== undefined) raw.originalUrl = target;
      done(refusal);
    });
  };
  return Object.assign(plugin, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: name,
    [Symbol.for("plugin-meta")]: { name, fastify: "4.x || 5.x" },
  });
}
