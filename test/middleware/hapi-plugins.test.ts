import { plugin as cookie } from "@hapi/cookie";
import type { ResponseToolkit } from "@hapi/hapi";
import yar from "@hapi/yar";
import { describe, expect, it } from "vitest";
import { externalUrl } from "../../src/index.js";
import { proxyFix } from "../../src/adapters/hapi.js";
import { createServer, THROUGH_PROXY, visit } from "../adapters/hapi/server.js";

const PASSWORD = "a password of at least thirty-two characters";
const options = { xHost: 1, xPrefix: 1 };

describe("behind proxyFix on hapi", () => {
  it("cookies with isSecure are set for a client of https", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options });
    server.state("basket", { isSecure: true, path: "/shop" });
    server.route({ method: "GET", path: "/", handler: (_request, h) => h.response("").state("basket", "7") });
    const { headers } = await visit(server, "/", THROUGH_PROXY);
    expect(headers["set-cookie"]).toBe("basket=7; Secure; HttpOnly; SameSite=Strict; Path=/shop");
  });

  it("a session of @hapi/yar survives from one request to the next", async () => {
    const server = createServer();
    await server.register([
      { plugin: proxyFix, options },
      { plugin: yar, options: { cookieOptions: { password: PASSWORD, isSecure: true } } },
    ]);
    server.route({
      method: "GET",
      path: "/",
      handler: (request) => {
        const visits = Number(request.yar.get("visits") ?? 0) + 1;
        request.yar.set("visits", visits);
        return String(visits);
      },
    });
    const { body, headers } = await visit(server, "/", THROUGH_PROXY);
    expect([body, headers["set-cookie"]]).toEqual(["1", expect.stringContaining("; Secure;")]);
    const Cookie = headers["set-cookie"]?.split(";")[0] ?? "";
    expect((await visit(server, "/", { ...THROUGH_PROXY, Cookie })).body).toBe("2");
  });

  it("@hapi/cookie leads back to the path that the client has asked for, the prefix included", async () => {
    const server = createServer();
    await server.register([{ plugin: proxyFix, options }, { plugin: cookie }]);
    server.auth.strategy("session", "cookie", {
      cookie: { name: "session", password: PASSWORD, isSecure: true },
      redirectTo: "/shop/login",
      appendNext: true,
    });
    server.route({ method: "GET", path: "/basket", options: { auth: "session" }, handler: () => "" });
    server.ext("onRequest", (request, h) => {
      if (request.path === "/old-basket") request.setUrl("/basket?from=old");
      return h.continue;
    });
    const locate = async (target: string): Promise<string | undefined> =>
      (await visit(server, target, THROUGH_PROXY)).headers["location"];
    expect(await locate("/old-basket")).toBe(`/shop/login?next=${encodeURIComponent("/shop/basket?from=old")}`);
  });

  it("h.redirect leads where the application says: externalUrl puts origin and prefix in front", async () => {
    const server = createServer();
    await server.register({ plugin: proxyFix, options });
    const redirect = (to: string) => (_request: object, h: ResponseToolkit) => h.redirect(to);
    server.route([
      { method: "GET", path: "/a", handler: redirect("/login") },
      { method: "GET", path: "/b", handler: (request, h) => h.redirect(externalUrl(request.proxyFix, "/login")) },
    ]);
    expect((await visit(server, "/a", THROUGH_PROXY)).headers["location"]).toBe("/login");
    expect((await visit(server, "/b", THROUGH_PROXY)).headers["location"]).toBe("https://shop.example/shop/login");
  });
});
