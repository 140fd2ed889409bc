import { ProxyFixOptionsError } from "../../errors.js";
import { describeObject } from "../../options/identify-object.js";
import { findFramework, importFrom } from "../../request/refuse-use.js";

/**
 * Checks that a middleware is called as Koa calls it.
 *
 * @returns a promise that rejects if Fastify has called it, which awaits its plugins; undefined if Koa has
 * @throws {ProxyFixOptionsError} if any other framework has called it: Express 4 ignores a promise
 */
export function checkContext(context: unknown, next: unknown): Promise<never> | undefined {
  const { req } = (context ?? {}) as { readonly req?: unknown };
  if (typeof req === "object" && typeof next === "function") return undefined;
  const kind = describeObject(context);
  const framework = findFramework(kind) ?? "express";
  const remedy = importFrom("proxyfix/koa", framework);
  const error = new ProxyFixOptionsError("middleware", `was called with ${kind}; ${remedy}`);
  if (framework === "fastify") return Promise.reject(error);
  throw error;
}
