import { createServer } from "node:http";
import { beforeEach, describe, expect, it } from "vitest";

import { proxyFix } from "../../../src/adapters/fastify.js";
import { warnEarlyMiddleware } from "../../../src/adapters/fastify/early-middleware.js";
import { proxyFix as wrapNode } from "../../../src/adapters/node.js";
import { ONE_PROXY } from "../../frameworks/serve.js";
import { listenForWarnings } from "../../request/warnings.js";
import { versions, visit } from "./application.js";

let warnings: () => readonly unknown[];
beforeEach(() => {
  warnings = listenForWarnings();
});

describe("warnEarlyMiddleware", () => {
  const log = {};

  it("emits one warning for requests that middleware has seen", () => {
    for (let time = 0; time < 2; time += 1) warnEarlyMiddleware({ raw: { log }, log });
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toEqual([
      expect.stringContaining("Register proxyFix first"),
      { type: "ProxyFixWarning", code: "PROXYFIX_EARLY_MIDDLEWARE" },
    ]);
  });

  it.each([
    ["no middleware has seen", { raw: {}, log }],
    ["another logger has", { raw: { log: {} }, log }],
    ["have no logger", { raw: {} }],
  ])("emits none for requests that %s", (_title, request) => {
    warnEarlyMiddleware(request);
    expect(warnings()).toEqual([]);
  });
});

describe.each(versions)("%s", (_name, create) => {
  /** Runs middleware by a hook, as the packages for it do. */
  function addMiddleware(app: ReturnType<typeof create>): void {
    app.addHook("onRequest", (request, _reply, done) => {
      Object.assign(request.raw, { log: request.log });
      done();
    });
  }
  const countWarnings = (): number =>
    (warnings() as [string, { code?: string }?][]).filter(
      ([, options]) => options?.code === "PROXYFIX_EARLY_MIDDLEWARE",
    ).length;

  it("warns once if middleware runs before proxyFix", async () => {
    const app = create({ logger: { level: "silent" } });
    addMiddleware(app);
    await app.register(proxyFix, ONE_PROXY);
    for (let time = 0; time < 2; time += 1) await visit(app, "/");
    expect(countWarnings()).toBe(1);
  });

  it("does not warn if middleware runs after proxyFix, or if the request was resolved before", async () => {
    const first = create({ logger: { level: "silent" } });
    await first.register(proxyFix, ONE_PROXY);
    addMiddleware(first);
    await visit(first, "/");
    const second = create({
      logger: { level: "silent" },
      serverFactory: (handler) => createServer(wrapNode(handler, ONE_PROXY)),
    });
    addMiddleware(second);
    await second.register(proxyFix, ONE_PROXY);
    await visit(second, "/");
    expect(countWarnings()).toBe(0);
  });
});
