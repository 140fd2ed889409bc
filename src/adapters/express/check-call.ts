import { ProxyFixOptionsError } from "../../errors.js";
import { identifyObject } from "../../options/identify-object.js";
import { findFramework, importFrom } from "../../request/refuse-use.js";

/**
 * Checks that a middleware is called as Express, Connect and Polka call it.
 *
 * @param req - a request of Node's
 * @param next - a function
 * @throws {ProxyFixOptionsError} if a framework of another kind has called it
 */
export function checkCall(req: object, next: unknown): void {
  const kind = identifyObject(req);
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

function misuse(kind: string, remedy: string): ProxyFixOptionsError {
  return new ProxyFixOptionsError("middleware", `was called with ${kind}; ${remedy}`);
}
