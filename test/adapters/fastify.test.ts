import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import { describe, expect, it } from "vitest";
import { proxyFix, rewriteHeaders, rewriteUrl } from "../../src/adapters/fastify.js";
import { proxyFix as wrapNode } from "../../src/adapters/node.js";
import { copy } from "../../src/rewrite/index.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "../frameworks/serve.js";
import { answer, getJson, readProperties, resolved, unresolved, versions, visit } from "./fastify/application.js";

describe.each(versions)("%s", (_name, create) => {
  it("resolves requests for the root, its plugins and theirs, and for unknown routes", async () => {
    const app = create();
    await app.register(proxyFix, ONE_PROXY);
    const child: FastifyPluginAsync = async (instance) => {
      instance.get("/child", answer);
      await instance.register(async (grandchild) => void grandchild.get("/grandchild", answer));
    };
    await app.register(child);
    app.get("/root", answer).setNotFoundHandler(answer);
    for (const target of ["/root", "/child", "/grandchild", "/nowhere"])
      expect(await getJson(app, target)).toEqual(resolved);
  });

  it("resolves requests for plugins registered earlier, except the headers in their own onRequest hooks", async () => {
    const app = create();
    const seen: object[] = [];
    const earlier: FastifyPluginAsync = async (instance) => {
      instance.addHook("onRequest", async (request) => void seen.push(readProperties(request)));
      instance.get("/earlier", answer);
    };
    await app.register(earlier);
    await app.register(proxyFix, ONE_PROXY);
    expect(await getJson(app, "/earlier")).toEqual(resolved);
    expect(seen).toEqual([{ ...resolved, header: unresolved.header }]);
  });

  it("resolves requests before the hooks that are added later", async () => {
    const app = create();
    const seen: object[] = [];
    await app.register(proxyFix, ONE_PROXY);
    app.addHook("onRequest", async (request) => void seen.push(readProperties(request)));
    app.get("/", answer);
    await getJson(app, "/");
    expect(seen).toEqual([resolved]);
  });

  it("resolves requests only for the plugin that registers it, and the plugins inside", async () => {
    const app = create();
    const child: FastifyPluginAsync = async (instance) => {
      await instance.register(proxyFix, ONE_PROXY);
      instance.get("/child", answer);
      await instance.register(async (grandchild) => void grandchild.get("/grandchild", answer));
    };
    await app.register(child);
    await app.register(async (sibling) => void sibling.get("/sibling", answer));
    app.get("/root", answer);
    for (const target of ["/child", "/grandchild"]) expect(await getJson(app, target)).toEqual(resolved);
    for (const target of ["/root", "/sibling"]) expect(await getJson(app, target)).toEqual(unresolved);
  });

  it("resolves a request again in a plugin that registers it again, by that plugin's options", async () => {
    const app = create();
    await app.register(proxyFix, ONE_PROXY);
    const child: FastifyPluginAsync = async (instance) => {
      await instance.register(proxyFix, { ...ONE_PROXY, xFor: 2 });
      instance.get("/child", answer);
    };
    await app.register(child);
    app.get("/root", answer);
    expect(await getJson(app, "/child")).toEqual({ ...resolved, ip: "6.6.6.6", header: "6.6.6.6, 198.51.100.7" });
    expect(await getJson(app, "/root")).toEqual(resolved);
  });

  it("leaves an unrelated application of the process alone", async () => {
    const app = create();
    await app.register(proxyFix, ONE_PROXY);
    app.get("/", answer);
    const other = create({ trustProxy: "loopback" }).get("/", answer);
    expect(await getJson(app, "/")).toEqual(resolved);
    expect(await getJson(other, "/")).toEqual({ ...unresolved, ip: "198.51.100.7", protocol: "https" });
  });

  it("resolves an injected request", async () => {
    const app = create();
    await app.register(proxyFix, { ...ONE_PROXY, xPrefix: 1 });
    app.get("/", (request, reply) =>
      reply.send({ ...readProperties(request), url: request.originalUrl, host: request.headers.host }),
    );
    const injected = await app.inject({ url: "/", headers: { ...THROUGH_PROXY } });
    expect(injected.json()).toEqual({ ...resolved, url: "/shop/", host: "example.com" });
    const own = await app.inject({ url: "/", remoteAddress: "198.51.100.9" });
    expect(own.json()).toMatchObject({ ip: "198.51.100.9", protocol: "http" });
  });

  it("resolves a request again if the node adapter has resolved it already", async () => {
    const app = create();
    await app.register(proxyFix, { ...ONE_PROXY, xPrefix: 1 });
    app.get("/", (request, reply) => reply.send({ ...readProperties(request), url: request.originalUrl }));
    await app.ready();
    const { get } = await serve(wrapNode((req, res) => app.routing(req, res), { xFor: 2, xPrefix: 1 }));
    expect(JSON.parse((await get("/", THROUGH_PROXY)).body)).toEqual({ ...resolved, url: "/shop/" });
  });

  describe("a refused request", () => {
    const strict = { ...ONE_PROXY, allowedHosts: ["other.example"] };

    it("is answered by Fastify itself with its status", async () => {
      const app = create();
      await app.register(proxyFix, strict);
      app.get("/", answer);
      const { status, body } = await visit(app, "/");
      expect([status, JSON.parse(body)]).toMatchObject([400, { code: "ERR_PROXYFIX_REFUSED" }]);
      expect(body).not.toContain("evil");
    });

    it("goes to the error handler, which sees the connection's facts alone", async () => {
      const app = create();
      app.setErrorHandler((error: { code: string }, request, reply) =>
        reply.code(400).send({ ...readProperties(request), code: error.code, headers: request.headers }),
      );
      await app.register(proxyFix, strict);
      app.get("/", answer);
      const { header: _none, ...facts } = { ...unresolved, proxyFix: true };
      expect(await getJson(app, "/")).toEqual({
        ...{ ...facts, code: "ERR_PROXYFIX_REFUSED" },
        headers: { host: "app:3000", connection: "close" },
      });
    });
  });

  describe("rewriteUrl", () => {
    const options = { ...ONE_PROXY, allowedHosts: ["example.com", "other.example"] };
    const createByHost = async (): Promise<{ app: FastifyInstance }> => {
      const app = create({ rewriteUrl: rewriteUrl(options) });
      await app.register(proxyFix, options);
      const route = (host: string): void =>
        void app.get("/", { constraints: { host } }, (request, reply) =>
          reply.send({ ...readProperties(request), route: host }),
        );
      route("example.com");
      route("app:3000");
      route("evil.example");
      // In an object, since an instance is a promise of its start.
      return { app };
    };

    it("selects a route by the believed host", async () => {
      const { app } = await createByHost();
      expect(await getJson(app, "/")).toEqual({ ...resolved, route: "example.com" });
      const injected = await app.inject({ url: "/", headers: { ...THROUGH_PROXY } });
      expect(injected.json()).toEqual({ ...resolved, route: "example.com" });
    });

    it("is needed to select a route by the believed host: the plugin runs too late", async () => {
      const app = create();
      await app.register(proxyFix, ONE_PROXY);
      app.get("/", { constraints: { host: "example.com" } }, answer);
      expect((await visit(app, "/")).status).toBe(404);
    });

    it("never selects a route by a forged host, and the plugin refuses the request", async () => {
      const lines = { ...THROUGH_PROXY, "X-Forwarded-Host": "example.com, evil.example" };
      const { app } = await createByHost();
      expect((await visit(app, "/", lines)).status).toBe(400);
    });

    it("leaves the URL alone, and originalUrl has the prefix once", async () => {
      const app = create({ rewriteUrl: rewriteUrl({ xPrefix: 1 }) });
      await app.register(proxyFix, { xPrefix: 1 });
      app.get("/users", ({ url, originalUrl }, reply) => reply.send({ url, originalUrl }));
      expect(await getJson(app, "/users?x")).toEqual({ url: "/users?x", originalUrl: "/shop/users?x" });
    });
  });

  it("originalUrl has the prefix that a nested rewrite sets", async () => {
    const app = create();
    await app.register(proxyFix, { xPrefix: 1 });
    const child: FastifyPluginAsync = async (instance) => {
      await instance.register(rewriteHeaders, { rewrite: copy("x-mount", "x-forwarded-prefix") });
      instance.get("/child", async ({ originalUrl, raw }) => [
        originalUrl,
        (raw as { originalUrl?: string }).originalUrl,
      ]);
    };
    await app.register(child);
    expect(await getJson(app, "/child", { "X-Mount": "/mounted" })).toEqual(["/mounted/child", "/mounted/child"]);
  });
});
