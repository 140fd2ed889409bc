import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";

import type { AdapterOptions } from "../headers/adapter-options.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter, isRefusal } from "../headers/compile-adapter.js";
import { refuseUseBy } from "../request/refuse-use.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../request/resolve-incoming.js";
import { setProperty } from "../request/set-property.js";
import { externalTarget, findState } from "../request/state.js";
import { checkRewrite } from "../rewrite/pipe.js";
import type { RewriteHeadersOptions } from "../rewrite/rewrite.js";
import { checkInstance } from "./fastify/check-instance.js";
import { warnEarlyMiddleware } from "./fastify/early-middleware.js";
import {
  announceRewrite,
  closeUpgrade,
  decorate,
  revealResolved,
  rewriteAssigned,
  writeAssigned,
  type FastifyInstance,
  type FastifyRequest as Request,
} from "./fastify/request.js";

export type { AdapterOptions } from "../headers/adapter-options.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";
export type { RewriteHeadersOptions } from "../rewrite/rewrite.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The resolution. A request that did not pass proxyFix has none. */
    readonly proxyFix: AdapterResolution;
  }
}

/** Options of the adapter for Fastify. */
export interface FastifyOptions extends AdapterOptions {}

/** A plugin for Fastify 4 and 5. */
export type FastifyPlugin<Options> = (instance: object, options: Options) => Promise<void>;

/**
 * A plugin that sets the properties of Fastify's request to the resolved values: `ip`, `ips`, `protocol`, `host`,
 * `hostname`, `port`, `originalUrl` and the headers; `request.proxyFix` is the resolution. As always in Fastify, an
 * unknown host is `""`, and `ips` has the peer first and the client last.
 *
 * Register it first: an onRequest hook that was added earlier runs before it and sees the received headers; the
 * properties are right in that hook too. It acts on its instance and all plugins of it; a second registration inside
 * one of them holds there. Middleware that runs earlier (@fastify/middie, Nest's) causes one process warning,
 * `PROXYFIX_EARLY_MIDDLEWARE`. Fastify's `trustProxy` must not be set. For routes by host see {@link rewriteUrl}.
 *
 * Security: a refused request (`strict`, `allowedHosts`, lost header lines) is an error of the onRequest hook, with
 * `statusCode`.
 *
 * @throws {ProxyFixOptionsError} if an option is wrong or Fastify's `trustProxy` is set; the application does not start
 * @example
 * await app.register(proxyFix, { trustedPeers: "loopback" })
 */
export const proxyFix: FastifyPlugin<FastifyOptions> = definePlugin("proxyfix", (instance, options) => {
  const adapter = compileAdapter(options, [], "await app.register(proxyFix, { … })");
  decorate(instance, adapter);
  return (request) => {
    if (adapter.wantsWarnings && resolutionOf(request.raw) === undefined) warnEarlyMiddleware(request);
    return resolveIncoming(adapter, request.raw);
  };
});

/**
 * A plugin that rewrites the request's headers before anything reads them; a request that proxyFix has resolved already
 * is resolved again.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become a believed one.
 *
 * @throws {ProxyFixOptionsError} if `rewrite` is no rewrite
 * @example
 * await app.register(rewriteHeaders, { rewrite: when(peerIn("loopback"), copy("x-fhost", "host")) })
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
 * Creates a `rewriteUrl` for routes by host: it gives the headers their believed values before Fastify looks for a
 * route, and leaves the URL as it is. Pass it the options of the plugin; the plugin is still needed, for the request's
 * properties and for refusals.
 *
 * @param options - the same as the plugin's
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * Fastify({ rewriteUrl: rewriteUrl({ trustedPeers: "loopback" }) })
 */
export function rewriteUrl(options: FastifyOptions = {}): (req: IncomingMessage | Http2ServerRequest) => string {
  const adapter = compileAdapter(options, [], "Fastify({ rewriteUrl: rewriteUrl({ … }) })");
  return (req) => {
    try {
      resolveIncoming(adapter, req);
    } catch (error) {
      // Nothing may be thrown here. The request has only its connection's facts now, and the plugin refuses it.
      if (!isRefusal(error)) throw error;
    }
    return req.url ?? "/";
  };
}

/** Defines a plugin that acts on its own instance, by a hook that runs before all others. */
function definePlugin<Options>(
  name: string,
  start: (instance: FastifyInstance, options: Options) => (request: Request) => unknown,
): FastifyPlugin<Options> {
  const act = async (instance: FastifyInstance, options: Options): Promise<void> => {
    const run = start(instance, options);
    instance.addHook("onRequest", (request, reply, done) => {
      const { raw } = request;
      const before = resolutionOf(raw);
      let refusal: Error | undefined;
      try {
        run(request);
      } catch (error) {
        closeUpgrade(request, reply);
        refusal = error as Error;
      }
      if (resolutionOf(raw) !== before) revealResolved(request);
      writeAssigned(request);
      const target = externalTarget(findState(raw));
      if (target !== undefined) setProperty(raw, "originalUrl", target);
      done(refusal);
    });
  };
  // Thrown and not rejected if it is called by hand: nobody would await it.
  const plugin: FastifyPlugin<Options> = (instance, options) => act(checkInstance(instance), options);
  return refuseUseBy(
    Object.assign(plugin, {
      [Symbol.for("skip-override")]: true,
      [Symbol.for("fastify.display-name")]: name,
      [Symbol.for("plugin-meta")]: { name, fastify: "4.x || 5.x" },
    }),
    "proxyfix/fastify",
    "express",
    "koa",
    "hapi",
  );
}

export default proxyFix;
