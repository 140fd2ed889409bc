import { describe, expect, it } from "vitest";

import { checkContext } from "../../../src/adapters/koa/check-context.js";

const next = (): void => undefined;

describe("checkContext", () => {
  it("accepts a context", () => {
    expect(checkContext({ req: {} }, next)).toBeUndefined();
  });

  it.each<[unknown, unknown, string]>([
    [{ headers: {}, method: "GET" }, {}, "a request; got a function of proxyfix/koa; expected one of proxyfix/express"],
    [{ req: {} }, undefined, "an object; "],
    [undefined, next, "undefined; "],
  ])("throws for %#", (context, second, message) => {
    expect(() => checkContext(context, second)).toThrow(`\`middleware\` was called with ${message}`);
  });

  it.each<[object, string]>([
    [{ decorateRequest: next, register: next }, "an instance of Fastify; got a function of proxyfix/koa; expected one of proxyfix/fastify"], // prettier-ignore
    [
      { raw: {}, is404: false },
      "a request of Fastify; got a function of proxyfix/koa; expected one of proxyfix/fastify",
    ],
  ])("returns a promise that rejects for %#, since Fastify awaits it", async (context, message) => {
    await expect(checkContext(context, {})).rejects.toThrow(`\`middleware\` was called with ${message}`);
  });
});
