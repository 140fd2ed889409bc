import type { AdapterOptions } from "../headers/adapter-options.js";
import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter } from "../headers/compile-adapter.js";
import { requireHost } from "../headers/require-host.js";
import { resolveIncoming } from "../request/resolve-incoming.js";
import { checkRewrite } from "../rewrite/pipe.js";
import type { RewriteHeadersOptions } from "../rewrite/rewrite.js";
import { hasServersName, rewriteRequest } from "./hapi/request.js";
import { createPlugin, type HapiPlugin, type PluginState } from "./hapi/plugin.js";

export type { AdapterOptions } from "../headers/adapter-options.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";
export type { RewriteHeadersOptions } from "../rewrite/rewrite.js";
export type { HapiPlugin, PluginState } from "./hapi/plugin.js";

declare module "@hapi/hapi" {
  interface Request {
    /** The resolution. A request that did not pass proxyFix has none. */
    readonly proxyFix: AdapterResolution;
  }
  interface PluginsStates {
    /** The failure of a request that proxyfix has refused; any other request has none. */
    proxyfix?: PluginState;
  }
}

/** Options of the adapter for hapi. */
export interface HapiOptions extends AdapterOptions {}

const USAGE = "await server.register({ plugin: proxyFix, options: { … } })";

/**
 * A plugin that sets the properties of hapi's request to the resolved values: `info.remoteAddress`, `info.remotePort`,
 * `info.host`, `info.hostname`, `url` and the headers; `request.proxyFix` is the resolution. As always in hapi, an
 * unknown port is `""`. `url` contains the prefix; `path`, by which hapi routes, does not.
 *
 * A request is resolved when hapi creates it: its properties are right in every extension point, for routes with
 * `vhost`, and in every event. It acts on the whole server, whichever plugin registers it. If it is registered twice, the
 * last options apply.
 *
 * Security: a refused request (`strict`, `allowedHosts`, an unknown host, lost header lines) is answered at the extension
 * point onRequest with its status and a short text. No handler runs; `request.plugins.proxyfix.error` is the refusal.
 *
 * @throws {ProxyFixOptionsError} if an option is wrong; `server.register` rejects
 * @example
 * await server.register({ plugin: proxyFix, options: { trustedPeers: "loopback" } })
 */
export const proxyFix: HapiPlugin<HapiOptions> = createPlugin("proxyfix", USAGE, (options) => {
  const adapter = compileAdapter(options, [], USAGE);
  const withHost = requireHost(adapter, (origin) => URL.canParse(origin));
  return (request) => resolveIncoming(hasServersName(request) ? adapter : withHost, request.raw.req);
});

export default proxyFix;

/**
 * A plugin that rewrites the request's headers before anything reads them; a request that proxyFix has resolved already
 * is resolved again.
 *
 * Security: see `proxyfix/rewrite`: a header that any client can send must not become a believed one.
 *
 * @throws {ProxyFixOptionsError} if `rewrite` is no rewrite
 * @example
 * await server.register({ plugin: rewriteHeaders, options: { rewrite: when(peerIn("loopback"), copy("x-fhost", "host")) } })
 */
export const rewriteHeaders: HapiPlugin<RewriteHeadersOptions> = createPlugin(
  "proxyfix-rewrite-headers",
  "await server.register({ plugin: rewriteHeaders, options: { rewrite } })",
  ({ rewrite }) => {
    checkRewrite(rewrite, "rewrite");
    return (request) => rewriteRequest(request, rewrite);
  },
);
