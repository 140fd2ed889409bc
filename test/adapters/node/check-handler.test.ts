import { createServer } from "node:http";
import fastify from "fastify";
import Koa from "koa";
import { describe, expect, it } from "vitest";

import { checkHandler } from "../../../src/adapters/node/check-handler.js";

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
    [() => createServer(), "a server", "write proxyFixServer(server, { … })"],
    [() => ({ xHost: 1 }), "an object", "write proxyFix(handler, { … }); for app.use(…) import from proxyfix/express"],
    [() => undefined, "undefined", "write proxyFix(handler, { … })"],
  ])("throws for row %#: %s, and shows the right call", (create, kind, remedy) => {
    const check = (): void => checkHandler(create(), "proxyFix(handler, { … })");
    expect(check).toThrow(`\`handler\`: got ${kind}; expected a request listener, and the options behind it; `);
    expect(check).toThrow(remedy);
  });
});
