import { describe, expect, it } from "vitest";

import { checkCall } from "../../../src/adapters/express/check-call.js";

const next = (): void => undefined;

describe("checkCall", () => {
  it("accepts a request and a function", () => {
    expect(() => checkCall({ headers: {}, method: "GET" }, next)).not.toThrow();
    expect(() => checkCall({ headers: {} }, next)).not.toThrow();
  });

  it.each<[object, unknown, string]>([
    [{ req: {}, res: {}, request: {}, response: {} }, undefined, "a context of Koa; got a function of proxyfix/express; expected one of proxyfix/koa"], // prettier-ignore
    [{ raw: {}, query: {} }, next, "a request of Fastify; got a function of proxyfix/express; expected one of proxyfix/fastify"], // prettier-ignore
    [{ decorateRequest: next, register: next }, next, "an instance of Fastify; "],
    [{ headers: {}, method: "GET" }, undefined, "a request; expected (req, res, next): give the middleware to app.use(proxyFix({ … }))"], // prettier-ignore
    [{}, undefined, "other arguments; expected (req, res, next)"],
  ])("throws for %#", (req, second, message) => {
    expect(() => checkCall(req, second)).toThrow(`\`middleware\` was called with ${message}`);
  });
});
