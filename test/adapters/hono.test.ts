import { once } from "node:events";
import http, { type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { describe, expect, it, onTestFinished } from "vitest";
import byDefault, { proxyFix, rewriteHeaders, type HonoOptions } from "../../src/adapters/hono.js";
import { proxyFixServer } from "../../src/adapters/node.js";
import { copy } from "../../src/rewrite/index.js";

const HEADERS = {
  host: "app.test",
  "x-forwarded-for": "6.6.6.6, 198.51.100.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "shop.test",
};

const peer = (): object => ({ address: "127.0.0.1" });

/** An application that answers what it saw. */
function createApp(options: HonoOptions = {}): Hono {
  const app = new Hono().use(proxyFix({ trustedPeers: "loopback", xHost: 1, peer, ...options }));
  app.get("/users", (c) =>
    c.json({ ...c.get("proxyFix"), url: c.req.url, path: c.req.path, var: c.var.proxyFix.host }),
  );
  return app;
}

describe("proxyFix", () => {
  it("sets the URL, the headers and the variable, also without a server", async () => {
    const response = await createApp().request("/users", { headers: HEADERS });
    const facts = { clientAddress: "198.51.100.7", host: "shop.test", var: "shop.test" };
    expect(await response.json()).toMatchObject({ ...facts, url: "https://shop.test/users", path: "/users" });
  });

  it("is the default export", () => {
    expect(byDefault).toBe(proxyFix);
  });

  it("passes c.env to the option peer", async () => {
    const app = createApp({ peer: (_request, env) => ({ address: (env as { readonly peer: string }).peer }) });
    const ask = async (address: string): Promise<unknown> =>
      (await app.request("http://app.test/users", { headers: HEADERS }, { peer: address })).json();
    expect(await ask("127.0.0.1")).toMatchObject({ clientAddress: "198.51.100.7" });
    expect(await ask("192.0.2.1")).toMatchObject({ clientAddress: "192.0.2.1", proto: "http" });
  });

  it("routes by the path without the prefix, and adds the prefix to the URL", async () => {
    const headers = { ...HEADERS, "x-forwarded-prefix": "/shop" };
    const response = await createApp({ xPrefix: 1 }).request("/users", { headers });
    expect(await response.json()).toMatchObject({ url: "https://shop.test/shop/users", path: "/users" });
  });

  it("throws a refusal as Hono's own errors are: with a status and a response", async () => {
    const app = createApp({ allowedHosts: ["app.test"] });
    const response = await app.request("http://app.test/users", { headers: HEADERS });
    expect([response.status, await response.text()]).toEqual([
      400,
      "Bad Request: the forwarding headers or the host of this request are not acceptable\n",
    ]);
    app.onError((error, c) => {
      const refusal = error as HTTPException & { readonly code: string };
      return c.json(
        { code: refusal.code, status: refusal.status, clientAddress: c.get("proxyFix").clientAddress },
        418,
      );
    });
    const handled = await app.request("http://app.test/users", { headers: HEADERS });
    expect([handled.status, await handled.json()]).toEqual([
      418,
      { code: "ERR_PROXYFIX_REFUSED", status: 400, clientAddress: "127.0.0.1" },
    ]);
  });

  it("throws another error of its options as it is", async () => {
    const strict = (): boolean => {
      throw new Error("a guard that fails");
    };
    const response = await createApp({ strict, xPort: 1 }).request("/users", { headers: HEADERS });
    expect(response.status).toBe(400);
  });

  it("does not handle the errors of the application", async () => {
    const app = createApp();
    app.get("/error", () => {
      throw new HTTPException(402, { message: "the application's own" });
    });
    const response = await app.request("http://app.test/error", { headers: HEADERS });
    expect([response.status, await response.text()]).toEqual([402, "the application's own"]);
  });

  it.each([{ xHots: 1 }, { peer: "127.0.0.1" }, { socket: true }])("refuses the options %o", (options) => {
    expect(() => proxyFix(options as never)).toThrow(Object.keys(options)[0]!);
  });
});

describe("rewriteHeaders", () => {
  const headers = { ...HEADERS, "x-shop-host": "other.test" };
  const rewrite = rewriteHeaders(copy("x-shop-host", "x-forwarded-host"), { peer });

  it("rewrites the headers before they are resolved", async () => {
    const app = new Hono().use(rewrite).route("/", createApp());
    expect(await (await app.request("http://app.test/users", { headers })).json()).toMatchObject({
      host: "other.test",
    });
  });

  it("resolves a resolved request again", async () => {
    const app = new Hono().use(proxyFix({ trustedPeers: "loopback", xHost: 1, peer }), rewrite);
    app.get("/users", (c) => c.json({ ...c.get("proxyFix"), url: c.req.url }));
    expect(await (await app.request("http://app.test/users", { headers })).json()).toMatchObject({
      url: "https://other.test/users",
    });
  });

  it("refuses anything else in place of a rewrite", () => {
    expect(() => rewriteHeaders("x-a" as never)).toThrow("`rewriteHeaders`: got");
  });
});

describe("behind proxyFixServer", () => {
  it("resolves a request of Node's again from its received headers", async () => {
    const app = new Hono().use(proxyFix({ trustedPeers: "loopback", xHost: 1 }));
    app.get("/users", (c) => c.json({ ...c.get("proxyFix"), url: c.req.url, header: c.req.header() }));
    const server = proxyFixServer(createAdaptorServer({ fetch: app.fetch }) as Server, { xFor: 0, xProto: 0 });
    onTestFinished(() => void server.close());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const request = http.get({ port, host: "127.0.0.1", path: "/users", headers: HEADERS, agent: false });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const seen = JSON.parse(await text(response)) as Record<string, unknown>;
    expect(seen).toMatchObject({ clientAddress: "198.51.100.7", url: "https://shop.test/users" });
    expect(seen["header"]).toMatchObject({ host: "shop.test", "x-forwarded-for": "198.51.100.7" });
  });
});
