import { describe, expect, it } from "vitest";
import fastifyStatic from "@fastify/static";
import connect from "connect";
import koaStatic from "koa-static";
import serveStatic from "serve-static";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix as nodeProxyFix } from "../../src/adapters/node.js";
import { externalUrl } from "../../src/index.js";
import { createFixture } from "../structure/temporary-directory.js";
import { EXPRESSES, fastify5, KOAS } from "./frameworks.js";
import { behindEdge, FORGED_HOST, HOST, OPTIONS, serve, type Site } from "./site.js";

const createRoot = (): string => createFixture({ "guide/index.html": "the guide" });
const underPrefix = behindEdge(undefined, { "x-forwarded-prefix": "/eu" });

async function locationOf(site: Site, path: string, headers = underPrefix): Promise<string | undefined> {
  return (await site.visit(path, headers)).headers.location;
}

/** Prefixes that would lead to another site if they were put in front of a path unchecked. */
const HOSTILE_PREFIXES = [`//${FORGED_HOST}`, `/\\${FORGED_HOST}`, `https://${FORGED_HOST}`, `/..//${FORGED_HOST}`];

describe.each(EXPRESSES)("express.static on %s", (_, express) => {
  it("redirects a directory to a URL without the prefix if proxyFix is missing", async () => {
    const site = await serve(express().use(express.static(createRoot())));
    expect(await locationOf(site, "/guide")).toBe("/guide/");
  });

  it("redirects a directory within the prefix, and serves the target", async () => {
    const site = await serve(express().use(proxyFix(OPTIONS), express.static(createRoot())));
    expect(await locationOf(site, "/guide")).toBe("/eu/guide/");
    expect((await site.visit("/guide/", underPrefix)).body).toBe("the guide");
  });

  it("redirects a directory within the prefix if it is mounted at a path", async () => {
    const site = await serve(express().use(proxyFix(OPTIONS)).use("/docs", express.static(createRoot())));
    expect(await locationOf(site, "/docs/guide")).toBe("/eu/docs/guide/");
    expect(await locationOf(site, "/docs")).toBe("/eu/docs/");
  });

  it("redirects a directory within the prefix if the node adapter is around the application", async () => {
    const app = express().use("/docs", express.static(createRoot()));
    const site = await serve(nodeProxyFix(app, OPTIONS));
    expect(await locationOf(site, "/docs/guide")).toBe("/eu/docs/guide/");
  });

  it.each(HOSTILE_PREFIXES)("never leaves the site for the prefix %s", async (prefix) => {
    const site = await serve(express().use(proxyFix(OPTIONS), express.static(createRoot())));
    expect(await locationOf(site, "/guide", behindEdge(undefined, { "x-forwarded-prefix": prefix }))).toBe("/guide/");
  });
});

describe("serve-static on Connect", () => {
  it("redirects a directory within the prefix", async () => {
    const site = await serve(connect().use(proxyFix(OPTIONS)).use("/docs", serveStatic(createRoot())));
    expect(await locationOf(site, "/docs/guide")).toBe("/eu/docs/guide/");
  });
});

describe("@fastify/static", () => {
  it("redirects to a URL without the prefix, since it reads the URL that the proxy sent", async () => {
    const app = fastify5();
    await app.register(fastifyProxyFix, OPTIONS);
    await app.register(fastifyStatic, { root: createRoot(), redirect: true });
    await app.ready();
    expect(await locationOf(await serve(app.server), "/guide")).toBe("/guide/");
  });

  describe("with a hook that makes its redirects external", () => {
    async function serveFiles(): Promise<Site> {
      const app = fastify5();
      await app.register(fastifyProxyFix, OPTIONS);
      await app.register(async (files) => {
        files.addHook("onSend", async (request, reply) => {
          const location = reply.getHeader("location");
          if (typeof location === "string") reply.header("location", externalUrl(request.proxyFix, location));
        });
        await files.register(fastifyStatic, { root: createRoot(), prefix: "/docs", redirect: true });
      });
      await app.ready();
      return serve(app.server);
    }

    it("redirects within the prefix", async () => {
      const site = await serveFiles();
      expect(await locationOf(site, "/docs")).toBe(`https://${HOST}/eu/docs/`);
      expect(await locationOf(site, "/docs/guide")).toBe(`https://${HOST}/eu/docs/guide/`);
      expect((await site.visit("/docs/guide/", underPrefix)).body).toBe("the guide");
    });

    it.each(HOSTILE_PREFIXES)("never leaves the site for the prefix %s", async (prefix) => {
      const headers = behindEdge(undefined, { "x-forwarded-prefix": prefix });
      expect(await locationOf(await serveFiles(), "/docs/guide", headers)).toBe(`https://${HOST}/docs/guide/`);
    });
  });
});

describe.each(KOAS)("koa-static on %s", (_, Koa) => {
  it("serves a directory's index without a redirect, so that relative links need a slash that the application adds", async () => {
    const app = new Koa();
    app.silent = true;
    app.use(koaProxyFix(OPTIONS)).use(koaStatic(createRoot()));
    const answer = app.callback();
    const site = await serve((req, res) => void answer(req, res));
    const { status, headers, body } = await site.visit("/guide", underPrefix);
    expect({ status, location: headers.location, body }).toEqual({
      status: 200,
      location: undefined,
      body: "the guide",
    });
  });

  it("redirects a directory within the prefix if the application adds the slash", async () => {
    const app = new Koa();
    // The visitor may have read the whole file, and close, before Koa knows that it was sent.
    app.silent = true;
    app.use(koaProxyFix(OPTIONS));
    app.use(async (ctx, next) => {
      if (ctx.path === "/guide") ctx.redirect(externalUrl(ctx.proxyFix, "/guide/"));
      else await next();
    });
    const answer = app.use(koaStatic(createRoot())).callback();
    const site = await serve((req, res) => void answer(req, res));
    expect(await locationOf(site, "/guide")).toBe(`https://${HOST}/eu/guide/`);
    expect((await site.visit("/guide/", underPrefix)).body).toBe("the guide");
  });
});
