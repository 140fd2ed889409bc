import { ProxyFixOptionsError } from "../../errors.js";
import { identifyObject, isFastifyMessage } from "../../options/identify-object.js";
import { findFramework, importFrom } from "../../request/refuse-use.js";

/**
 * Checks that a middleware is called as Express, Connect and Polka call it.
 *
 * @param req - a request of Node's
 * @param next - a function
 * @throws {ProxyFixOptionsError} if a framework of another kind has called it
 */
export function checkCall(req: object, next: unknown): void {
  // It is one of Node's, and checkMessage checks it.
  const kind = isFastifyMessage(req) ? "a request" : identifyObject(req);
  const framework = kind === undefined ? undefined : findFramework(kind);
  if (kind !== undefined && framework !== undefined && framework !== "express") {
    throw misuse(kind, importFrom("proxyfix/express", framework));
  }
  if (typeof next !== "function") {
    throw misuse(
      kind ?? "other arguments",
      "expected (req, res, next): give the middleware to app.use(proxyFix({ … }))",
    );
  }
}

/**
 * Checks that a request of Node's which nothing has resolved is not one of Fastify's: its plugins and handlers read
 * Fastify's own request, which no middleware corrects.
 *
 * @throws {ProxyFixOptionsError} if Fastify passes it to middleware
 */
export function checkMessage(req: object): void {
  if (isFastifyMessage(req)) throw misuse("a request of Fastify", importFrom("proxyfix/express", "fastify"));
}

function misuse(kind: string, remedy: string): ProxyFixOptionsError {
  return new ProxyFixOptionsError("middleware", `was called with ${kind}; ${remedy}`);
}
