import { ProxyFixOptionsError } from "../../errors.js";
import { describeObject, REGISTER } from "../../options/identify-object.js";
import { importFrom } from "../../request/refuse-use.js";

/** The right call for an object that has a listener, or listens to a server. */
const REMEDIES: Readonly<Record<string, string>> = {
  "a request": "proxyFix itself was given to a server or to app.use: write createServer(proxyFix(handler, { … }))",
  "a context of Koa": "for app.use(…) import from proxyfix/koa",
  "an application of Koa": "write proxyFix(app.callback(), { … })",
  "an instance of Fastify": `write ${REGISTER}`,
  "an application of Nest": "write proxyFixServer(app.getHttpServer(), { … })",
  "a server": "write proxyFixServer(server, { … })",
};

/**
 * Checks a request listener. The frameworks' adapters take options alone; the same call here would fail only at the
 * first request.
 *
 * @param usage - the right call
 * @throws {ProxyFixOptionsError} if it is no function
 */
export function checkHandler(handler: unknown, usage: string): void {
  if (typeof handler === "function") return;
  const kind = describeObject(handler);
  const remedy =
    REMEDIES[kind] ??
    `write ${usage}; for app.use(…) import from proxyfix/express or proxyfix/koa, around Koa give app.callback()`;
  throw new ProxyFixOptionsError(
    "handler",
    `got ${kind}; expected a request listener, and the options behind it; ${remedy}`,
  );
}

/**
 * Checks that a listener is called as a server calls it: Koa passes a context and a function.
 *
 * @throws {ProxyFixOptionsError} if Koa has called it
 */
export function checkResponse(res: unknown): void {
  if (typeof res !== "function") return;
  throw new ProxyFixOptionsError("listener", `was called by Koa; ${importFrom("proxyfix/node", "koa")}`);
}
