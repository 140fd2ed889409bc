import { warnOnce } from "../../request/warn-once.js";

/** Fastify's request, with the logger that packages for middleware copy to Node's request. */
interface LoggedRequest {
  readonly raw: object;
  readonly log?: unknown;
}

/**
 * Warns that middleware ran before proxyFix: it has seen the headers as they were received, and
 * also requests that proxyFix refuses.
 *
 * The packages that run middleware in Fastify copy `request.log` to Node's request just before they run it.
 *
 * @param request - which nothing has resolved yet
 */
export function warnEarlyMiddleware({ raw, log }: LoggedRequest): void {
  if (log === undefined || (raw as { readonly log?: unknown }).log !== log) return;
  warnOnce("PROXYFIX_EARLY_MIDDLEWARE", ADVICE);
}

const ADVICE =
  "Middleware (@fastify/middie, @fastify/express) runs before proxyFix, and sees headers that clients can forge. " +
  "Register proxyFix first; in Nest, call `await adapter.register(proxyFix, options)` before NestFactory.create(…).";
