import { ProxyFixOptionsError } from "../../errors.js";
import { readField } from "../../headers/header-fields.js";
import { describeObject } from "../../options/identify-object.js";

/**
 * Checks that a value is a record of variables.
 *
 * @throws {ProxyFixOptionsError} if it is a request of Node's, or a framework's
 */
export function checkEnviron(environ: unknown): void {
  if (typeof environ === "object" && environ !== null && !hasHeaders(environ)) return;
  throw new ProxyFixOptionsError(
    "environ",
    `got ${describeObject(environ)}; expected the variables of a gateway, such as process.env or req.cgiParams; ` +
      "for a request import proxyFix from proxyfix/node, proxyfix/express, proxyfix/koa or proxyfix/fastify",
  );
}

function hasHeaders(environ: object): boolean {
  return typeof readField(environ as { headers?: unknown }, "headers") === "object";
}
