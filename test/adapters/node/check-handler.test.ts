import { createServer } from "node:http";
import fastify from "fastify";
import Koa from "koa";
import { describe, expect, it } from "vitest";

import { checkHandler, checkResponse } from "../../../src/adapters/node/check-handler.js";

describe("checkHandler", () => {
  it("accepts a function", () => {
    expect(() => checkHandler(() => undefined, "proxyFix(handler, { … })")).not.toThrow();
  });

  it.each<[() => unknown, string, string]>([
    [() => ({ headers: {}, method: "GET" }), "a request", "write createServer(proxyFix(handler, { … }))"],
    [() => new Koa(), "an application of Koa", "write proxyFix(app.callback(), { … })"],
    [
      () => fastify(),
      "an instance of Fastify",
      "write await app.register(proxyFix, { … }), with proxyFix of proxyfix/fastify",
    ],
    [
      () => ({ getHttpServer: () => createServer(), getHttpAdapter: () => ({}) }),
      "an application of Nest",
      "write proxyFixServer(app.getHttpServer(), { … })",
    ],
    [() => createServer(), "a server", "write proxyFixServer(server, { … })"],
    [() => ({ xHost: 1 }), "an object", "write proxyFix(handler, { … }); for app.use(…) import from proxyfix/express"],
    [() => undefined, "undefined", "write proxyFix(handler, { … })"],
  ])("throws for row %#: %s, and shows the right call", (create, kind, remedy) => {
    const check = (): void => checkHandler(create(), "proxyFix(handler, { … })");
    expect(check).toThrow(`\`handler\`: got ${kind}; expected a request listener, and the options behind it; `);
    expect(check).toThrow(remedy);
  });
});

describe("checkResponse", () => {
  it("accepts a response, and throws if Koa passes a function", () => {
    expect(() => checkResponse({})).not.toThrow();
    expect(() => checkResponse(() => undefined)).toThrow(
      "`listener` was called by Koa; got a function of proxyfix/node; expected one of proxyfix/koa: import from there",
    );
  });
});
