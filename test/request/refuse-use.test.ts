import Hapi from "@hapi/hapi";
import connect from "connect";
import express from "express";
import Koa from "koa";
import { describe, expect, it } from "vitest";

import { findFramework, importFrom, refuseUse, refuseUseBy } from "../../src/request/refuse-use.js";
import { express4, koa2 } from "../contract/older.js";

const create = (): (() => void) => () => undefined;

describe("refuseUse", () => {
  it.each([
    ["Express 5", () => express()],
    ["Express 4", () => express4()],
    ["Connect", () => connect()],
  ])("lets app.use of %s throw the remedy at once", (_name, createApp) => {
    const refused = refuseUse(create(), "express", "got this; write that");
    const app = createApp() as { use(fn: () => void): unknown };
    const expected = expect.objectContaining({
      option: "app.use",
      message: "`app.use`: got this; write that",
    }) as Error;
    expect(() => app.use(refused)).toThrow(expected);
    expect(() => app.use(refuseUse(create(), "koa", "got this"))).not.toThrow();
  });

  it.each([
    ["Koa 3", () => new Koa()],
    ["Koa 2", () => new koa2()],
  ])("lets app.use of %s throw the remedy at once", (_name, createApp) => {
    const refused = refuseUse(create(), "koa", "got this; write that");
    expect(() => createApp().use(refused)).toThrow("`app.use`: got this; write that");
    expect(() => createApp().use(refuseUse(create(), "express", "got this"))).not.toThrow();
  });

  it("lets server.register of hapi throw the remedy, in each form of its argument", async () => {
    const refused = refuseUse(create(), "hapi", "got this; write that") as never;
    const expected = expect.objectContaining({
      option: "server.register",
      message: "`server.register`: got this; write that",
    }) as Error;
    for (const plugin of [refused, [refused], { plugin: refused, options: {} }]) {
      await expect(Hapi.server().register(plugin as never)).rejects.toThrow(expected);
    }
  });

  it("returns the same function, which other code calls, copies and inspects as before", () => {
    const fn = Object.assign(() => 7, { own: 1 });
    expect(refuseUseBy(fn, "proxyfix/environ", "express", "koa", "hapi")).toBe(fn);
    expect([fn(), { ...fn }, Object.keys(fn)]).toEqual([7, { own: 1 }, ["own"]]);
  });
});

describe("the property by which a use is refused", () => {
  it.each([
    ["express", "handle"],
    ["koa", "_name"],
  ] as const)("of %s can be assigned, as tracers do it", (framework, name) => {
    const fn = refuseUse(create(), framework, "got this");
    Object.assign(fn, { [name]: "a tracer's" });
    expect(Reflect.get(fn, name)).toBe("a tracer's");
    Object.assign(fn, { [name]: "another's" });
    expect(Reflect.get(fn, name)).toBe("another's");
  });
});

describe("importFrom", () => {
  it.each([
    ["express", "app.use(proxyFix({ … }))"],
    ["koa", "app.use(proxyFix({ … }))"],
    ["fastify", "await app.register(proxyFix, { … })"],
    ["hapi", "await server.register({ plugin: proxyFix, options: { … } })"],
  ] as const)("names the module for %s and its call", (framework, call) => {
    expect(importFrom("proxyfix/node", framework)).toBe(
      `got a function of proxyfix/node; expected one of proxyfix/${framework}: import from there, and write ${call}`,
    );
  });
});

describe("findFramework", () => {
  it.each([
    ["an application of Express", "express"],
    ["a request of Fastify", "fastify"],
    ["a request of hapi", "hapi"],
    ["a context of Koa", "koa"],
    ["a request", undefined],
    ["an application of Connect", undefined],
    ["an instance of Expresso", undefined],
  ])("of %s is %s", (kind, framework) => {
    expect(findFramework(kind)).toBe(framework);
  });
});
