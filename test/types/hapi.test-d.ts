import Hapi, { type Request } from "@hapi/hapi";
import { proxyFix, rewriteHeaders, type AdapterResolution } from "proxyfix/hapi";
import { copy } from "proxyfix/rewrite";
import { assertType, type IsSame } from "./assert.js";

declare const resolution: AdapterResolution;
const server = Hapi.server();
await server.register(proxyFix);
await server.register({ plugin: proxyFix });
await server.register({ plugin: proxyFix, options: { xHost: 1, keepHeaders: ["x-real-ip"], shadow: { xFor: 2 } } });
await server.register({ plugin: rewriteHeaders, options: { rewrite: copy("x-shop-host", "x-forwarded-host") } });
await server.register([{ plugin: proxyFix, options: { xHost: 1 } }, { plugin: proxyFix.plugin }]);
server.route<{ Params: { id: string } }>({
  method: "GET",
  path: "/users/{id}",
  handler: (request) => {
    assertType<IsSame<typeof request.proxyFix, AdapterResolution>>();
    assertType<IsSame<typeof request.proxyFix.clientAddress, string | undefined>>();
    assertType<IsSame<typeof request.params.id, string>>();
    // @ts-expect-error - the resolution is read-only
    request.proxyFix = resolution;
    return request.plugins.proxyfix?.error.message ?? "";
  },
});
export const clientOf = (request: Request): string | undefined => request.proxyFix.clientAddress;

// hapi's types infer the options from their value: a wrong one beside a right one fails when the server starts.
// @ts-expect-error - no such option
await server.register({ plugin: proxyFix, options: { xHots: 1 } });
// @ts-expect-error - a count is a number
await server.register({ plugin: proxyFix, options: { xFor: "1" } });
// @ts-expect-error - hapi's adapter has no view of the socket
await server.register({ plugin: proxyFix, options: { socket: true } });
// @ts-expect-error - a rewrite is required
await server.register({ plugin: rewriteHeaders, options: {} });
// @ts-expect-error - options are hapi's second level
await server.register({ plugin: proxyFix, xHost: 1 });
// @ts-expect-error - a plugin is not called
proxyFix({ xHost: 1 });
