import { checkKeys, readRecord } from "../options/read-option.js";
import { compileAccess } from "./access.js";
import type { Inspector } from "./calls/signatures.js";
import { createInspector } from "./create-inspector.js";

export type { Inspector } from "./calls/signatures.js";

/** Options of the inspector. */
export interface InspectorOptions {
  /**
   * The secret that the URL has to contain, as `?token=…`: at least 16 letters, digits or `. _ ~ -`. If it is undefined,
   * everybody sees the page with NODE_ENV=development, and nobody without.
   *
   * Security: whoever has it sees the headers that proxies add to a request of theirs.
   *
   * @default none
   */
  readonly token?: string | undefined;
}

/**
 * Creates a handler that answers a request with the request itself, as it arrived: a page for browsers, which finds the
 * options for the proxies in front, and JSON for `npx proxyfix probe`.
 *
 * It is a handler of node:http, Express, Connect, Polka, Koa, Hono, Fastify and hapi, and one of a fetch Request: it
 * recognises the arguments. Put it in front of proxyFix, which may refuse forged requests; behind it, it still answers with
 * the request before proxyFix.
 *
 * Security: it is off unless there is a token, or NODE_ENV is `development` when it is created. Off, or with a wrong
 * token, the request goes to the application, or is answered with 404. The values of Cookie, Authorization,
 * Proxy-Authorization, Set-Cookie and of gateways' headers with tokens are never shown; other headers are.
 *
 * @throws {ProxyFixOptionsError} if the token is short, or an option is unknown
 * @example
 * app.get("/inspector", inspector({ token: process.env.INSPECTOR_TOKEN }))
 */
export function inspector(options: InspectorOptions = {}): Inspector {
  const { token, ...others } = readRecord(options, 'app.get("/inspector", inspector({ token }))');
  checkKeys(others, ["token"], "");
  return createInspector(compileAccess(token, readEnvironment())) as Inspector;
}

/** Returns NODE_ENV; undefined on a runtime without a process. */
function readEnvironment(): string | undefined {
  const { process } = globalThis as {
    readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  };
  return process?.env?.["NODE_ENV"];
}
