import { describe, expect, it } from "vitest";
import { proxyFix, rewriteHeaders, rewriteUrl } from "../../../src/adapters/fastify.js";
import { proxyFixServer } from "../../../src/adapters/node.js";
import { remove, type Rewrite } from "../../../src/rewrite/index.js";
import { ONE_PROXY, THROUGH_PROXY } from "../../frameworks/serve.js";
import { answer, getJson, resolved, versions, visit } from "./application.js";

describe.each(versions)("%s", (_name, create) => {
  describe("registration", () => {
    it.each([[true], ["loopback"], [() => true]])(
      "fails if trustProxy is %s, with an error that names the remedy",
      async (trustProxy) => {
        const app = create({ trustProxy });
        await expect(Promise.resolve(app.register(proxyFix, ONE_PROXY))).rejects.toMatchObject({
          code: "ERR_PROXYFIX_OPTION",
          option: "trustProxy",
          message: expect.stringContaining("remove trustProxy from Fastify") as unknown,
        });
      },
    );

    it("fails within a plugin too if trustProxy is set, though Fastify itself would not object", async () => {
      const app = create({ trustProxy: "loopback" });
      const child = app.register(async (instance) => {
        await instance.register(proxyFix, ONE_PROXY);
      });
      await expect(Promise.resolve(child)).rejects.toMatchObject({ option: "trustProxy" });
    });

    it("fails if another plugin defines one of its properties", async () => {
      const app = create()
        .decorateRequest("proxyFixed", null)
        .decorateRequest("originalUrl", { getter: () => "/" });
      await expect(Promise.resolve(app.register(proxyFix, ONE_PROXY))).rejects.toMatchObject({
        message: expect.stringContaining("request.originalUrl") as unknown,
      });
    });

    it("rejects with Fastify's own error if the instance has already started", async () => {
      const app = create();
      await app.ready();
      await expect(proxyFix(app, ONE_PROXY)).rejects.toHaveProperty(
        "code",
        expect.stringMatching(/^(FST_ERR_DEC_AFTER_START|AVV_ERR_ROOT_PLG_BOOTED)$/),
      );
    });

    it("accepts trustProxy: false", async () => {
      const app = create({ trustProxy: false });
      await app.register(proxyFix, ONE_PROXY);
      expect(await getJson(app.get("/", answer), "/")).toEqual(resolved);
    });

    it("fails if an option is wrong", async () => {
      const wrong = { xHots: 1 } as object;
      await expect(Promise.resolve(create().register(proxyFix, wrong))).rejects.toMatchObject({ option: "xHots" });
      const none = {} as { rewrite: never };
      await expect(Promise.resolve(create().register(rewriteHeaders, none))).rejects.toMatchObject({
        code: "ERR_PROXYFIX_OPTION",
        option: "rewrite",
      });
      expect(() => rewriteUrl(wrong)).toThrow(expect.objectContaining({ option: "xHots" }));
    });

    it("uses the default options if none are given", async () => {
      const app = create();
      await app.register(proxyFix);
      expect(await getJson(app.get("/", answer), "/")).toEqual(resolved);
    });
  });

  it("rewrites and resolves headers that an earlier hook has assigned", async () => {
    const app = create();
    app.addHook("onRequest", async (request) => {
      request.headers = { ...request.headers, "x-assigned": "1" };
    });
    await app.register(rewriteHeaders, { rewrite: remove("x-user") });
    await app.register(proxyFix, ONE_PROXY);
    app.get("/", async ({ headers }) => headers);
    const headers = await getJson(app, "/", { ...THROUGH_PROXY, "X-User": "evil" });
    expect(headers).not.toHaveProperty("x-user");
    expect(headers).toMatchObject({ "x-assigned": "1", "x-forwarded-for": "198.51.100.7", host: "example.com" });
    expect(headers).not.toHaveProperty("x-real-ip");
  });

  it("passes the true peer to a rewrite of headers that a hook has assigned, also if the socket is a view", async () => {
    const app = create();
    proxyFixServer(app.server, { ...ONE_PROXY, socket: true });
    app.addHook("onRequest", async (request) => {
      request.headers = { ...request.headers, "x-assigned": "1" };
    });
    const peers: unknown[] = [];
    const look: Rewrite = (headers, { peerAddress }) => {
      if (headers["x-assigned"] !== undefined) peers.push(peerAddress);
      return headers;
    };
    await app.register(rewriteHeaders, { rewrite: look });
    await visit(app.get("/", answer), "/");
    expect(peers).toEqual(["127.0.0.1"]);
  });

  it("leaves a header alone that a hook has assigned after it was rewritten", async () => {
    const app = create();
    await app.register(rewriteHeaders, { rewrite: remove("x-user") });
    app.addHook("onRequest", async (request) => {
      request.headers = { ...request.headers, "x-user": "ours" };
    });
    await app.register(proxyFix, ONE_PROXY);
    app.get("/", async ({ headers }) => headers);
    const headers = await getJson(app, "/", { ...THROUGH_PROXY, "X-User": "evil" });
    expect(headers).toMatchObject({ "x-user": "ours", "x-forwarded-for": "198.51.100.7" });
  });
});
