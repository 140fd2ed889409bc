import { ProxyFixOptionsError } from "../../errors.js";
import { identifyObject } from "../../options/identify-object.js";
import { importFrom } from "../../request/refuse-use.js";

/**
 * Checks that a middleware is called as Express, Connect and Polka call it.
 *
 * @param req - a request of Node's
 * @param next - a function
 * @throws {ProxyFixOptionsError} if a framework of another kind has called it
 */
export function checkCall(req: object, next: unknown): void {
  const kind = identifyObject(req);
  if (kind === "a context of Koa") throw misuse(kind, importFrom("proxyfix/express", "koa"));
  if (kind === "an instance of Fastify" || kind === "a request of Fastify") {
    throw misuse(kind, importFrom("proxyfix/express", "fastify"));
  }
  if (typeof next !== "function") {
    throw misuse(
      kind ?? "other arguments",
      "expected (req, res, next): give the middleware to app.use(proxyFix({ … }))",
    );
  }
}

function misuse(kind: string, remedy: string): ProxyFixOptionsError {
  return new ProxyFixOptionsError("middleware", `was called with ${kind}; ${remedy}`);
}
