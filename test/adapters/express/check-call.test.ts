import { describe, expect, it } from "vitest";

import { checkCall, checkMessage } from "../../../src/adapters/express/check-call.js";

const next = (): void => undefined;

describe("checkCall", () => {
  it("accepts a request and a function", () => {
    expect(() => checkCall({ headers: {}, method: "GET" }, next)).not.toThrow();
    expect(() => checkCall({ headers: {} }, next)).not.toThrow();
  });

  it("accepts a request on which other code has put objects", () => {
    const [raw, query, req, res, request, response] = [Buffer.from("{}"), {}, {}, {}, {}, {}];
    const own = { headers: {}, method: "GET", raw, query, req, res, request, response, routeOptions: {} };
    expect(() => checkCall(own, next)).not.toThrow();
  });

  it.each<[object, unknown, string]>([
    [{ req: {}, res: {}, request: {}, onerror: next }, undefined, "a context of Koa; got a function of proxyfix/express; expected one of proxyfix/koa"], // prettier-ignore
    [{ raw: {}, is404: false }, next, "a request of Fastify; got a function of proxyfix/express; expected one of proxyfix/fastify"], // prettier-ignore
    [{ decorateRequest: next, register: next }, next, "an instance of Fastify; "],
    [{ headers: {}, method: "GET" }, undefined, "a request; expected (req, res, next): give the middleware to app.use(proxyFix({ … }))"], // prettier-ignore
    [{}, undefined, "other arguments; expected (req, res, next)"],
  ])("throws for %#", (req, second, message) => {
    expect(() => checkCall(req, second)).toThrow(`\`middleware\` was called with ${message}`);
  });
});

describe("checkMessage", () => {
  const copied = { id: "req-1", hostname: "a.test", ip: "10.0.0.1", ips: undefined, log: {} };

  it("accepts a request of Node's, also with some of the properties that Fastify copies to it", () => {
    expect(() => checkMessage({ headers: {} })).not.toThrow();
    for (const name of Object.keys(copied)) {
      const others = Object.fromEntries(Object.entries(copied).filter(([other]) => other !== name));
      expect(() => checkMessage(others)).not.toThrow();
    }
  });

  it("throws for a request that Fastify passes to middleware", () => {
    expect(() => checkMessage(copied)).toThrow(
      "`middleware` was called with a request of Fastify; got a function of proxyfix/express; expected one of " +
        "proxyfix/fastify: import from there, and write await app.register(proxyFix, { … })",
    );
  });
});
