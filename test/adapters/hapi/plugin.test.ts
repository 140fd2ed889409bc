import Hapi from "@hapi/hapi";
import { describe, expect, it } from "vitest";
import { proxyFix, rewriteHeaders } from "../../../src/adapters/hapi.js";
import { createPlugin } from "../../../src/adapters/hapi/plugin.js";
import { createServer, visit } from "./server.js";

describe("createPlugin", () => {
  it("creates a plugin that server.register takes in each of its forms", async () => {
    const server = createServer();
    await server.register(proxyFix);
    await server.register([proxyFix, { plugin: proxyFix }, { plugin: proxyFix.plugin, options: { xFor: 1 } }]);
    await server.register({ plugin: rewriteHeaders, options: { rewrite: (headers) => headers } });
    expect(Object.keys(server.registrations)).toEqual(["proxyfix", "proxyfix-rewrite-headers"]);
  });

  it("runs layers in the order of their registration, and none after one that has failed", async () => {
    const server = createServer();
    const runs: string[] = [];
    const add = (name: string, run: () => void = () => undefined): Promise<unknown> =>
      server.register(createPlugin(name, "", () => () => (runs.push(name), run())));
    await add("first");
    await add("second", () => {
      throw new TypeError("a fault");
    });
    await add("third");
    server.route({ method: "GET", path: "/", handler: () => String(runs.push("reached")) });
    expect((await visit(server, "/", { Host: "app" })).status).toBe(500);
    expect(runs).toEqual(["first", "second"]);
  });

  it("lets server.register reject if an option is wrong", async () => {
    const register = Hapi.server().register({ plugin: proxyFix, options: { xHots: 1 } as never });
    await expect(register).rejects.toThrow("`xHots` is not an option");
  });

  it("does not replace a decoration of another plugin", async () => {
    const server = Hapi.server();
    server.decorate("request", "proxyFix", () => "another");
    await expect(server.register(proxyFix)).rejects.toThrow("another plugin of this server decorates request.proxyFix");
  });
});
