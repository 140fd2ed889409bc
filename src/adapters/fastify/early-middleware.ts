/** Fastify's request, with the logger that packages for middleware copy to Node's request. */
interface LoggedRequest {
  readonly raw: object;
  readonly log?: unknown;
}

/** The instances that were warned about. */
const warned = new WeakSet();

/**
 * Warns, once for an instance, that middleware ran before proxyFix: it has seen the headers as they were received, and
 * also requests that proxyFix refuses.
 *
 * The packages that run middleware in Fastify copy `request.log` to Node's request just before they run it.
 *
 * @param request - which nothing has resolved yet
 */
export function warnEarlyMiddleware(instance: object, { raw, log }: LoggedRequest): void {
  if (log === undefined || (raw as { readonly log?: unknown }).log !== log || warned.has(instance)) return;
  warned.add(instance);
  process.emitWarning(ADVICE, { type: "ProxyFixWarning", code: "PROXYFIX_EARLY_MIDDLEWARE" });
}

const ADVICE =
  "Middleware (@fastify/middie, @fastify/express) runs before proxyFix, and sees headers that clients can forge. " +
  "Register proxyFix first; in Nest, call `await adapter.register(proxyFix, options)` before NestFactory.create(…).";
