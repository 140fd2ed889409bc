import { ProxyFixOptionsError } from "../../errors.js";
import { describeObject } from "../../options/identify-object.js";
import type { FastifyInstance } from "./request.js";

/**
 * Checks that a plugin is called by Fastify's `register`.
 *
 * @throws {ProxyFixOptionsError} if it is called by hand, as middleware are created, or as a hook
 */
export function checkInstance(instance: object): FastifyInstance {
  if (typeof (instance as Partial<FastifyInstance> | undefined)?.hasRequestDecorator === "function") {
    return instance as FastifyInstance;
  }
  const kind = describeObject(instance);
  const place = kind === "a request of Fastify" ? "it is no hook" : "it is not called by hand";
  throw new ProxyFixOptionsError(
    "plugin",
    `was called with ${kind}; ${place}: write await app.register(proxyFix, { … }); for Express import from ` +
      "proxyfix/express, for Koa from proxyfix/koa",
  );
}
