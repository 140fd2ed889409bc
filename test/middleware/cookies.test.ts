import { describe, expect, it } from "vitest";
import cookieSession from "cookie-session";
import expressSession from "express-session";
import type Application from "koa";
import koaSession from "koa-session";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { EXPRESSES, KOAS } from "./frameworks.js";
import { behindEdge, OPTIONS, serve, type Site } from "./site.js";

/** The same request, to which the client connected with and without TLS. */
const overTls = behindEdge();
const overPlainHttp = behindEdge(undefined, { "x-forwarded-proto": "http" });
/** The options for an edge that passes the client's X-Forwarded-Proto on. */
const WITHOUT_PROTO = { ...OPTIONS, xProto: 0 };

describe.each(EXPRESSES)("express-session on %s", (_, express) => {
  function serveSession(options: expressSession.CookieOptions, fix?: ReturnType<typeof proxyFix>): Promise<Site> {
    const app = express();
    if (fix !== undefined) app.use(fix);
    const session = { secret: "a secret of the test", resave: false, saveUninitialized: true, cookie: options };
    return serve(app.use(expressSession(session)).use((_req, res) => void res.end()));
  }
  const cookieOf = async (site: Site, headers = overTls): Promise<string> =>
    ((await site.visit("/", headers)).headers["set-cookie"] ?? []).join();

  it("sets no secure cookie behind TLS at the edge without proxyFix", async () => {
    expect(await cookieOf(await serveSession({ secure: true }))).toBe("");
  });

  it("sets a secure cookie only if the client connected by TLS", async () => {
    const site = await serveSession({ secure: true }, proxyFix(OPTIONS));
    expect(await cookieOf(site)).toMatch(/; Secure/);
    expect(await cookieOf(site, overPlainHttp)).toBe("");
  });

  it("sets no secure cookie if the proto is not believed", async () => {
    expect(await cookieOf(await serveSession({ secure: true }, proxyFix(WITHOUT_PROTO)))).toBe("");
  });

  it('makes the cookie secure only if the client connected by TLS, with `secure: "auto"`', async () => {
    const site = await serveSession({ secure: "auto" }, proxyFix(OPTIONS));
    expect(await cookieOf(site)).toMatch(/; Secure/);
    expect(await cookieOf(site, overPlainHttp)).toMatch(/^connect\.sid=(?!.*Secure)/);
  });

  it("sets a cookie for the path of the prefix only with proxyFix", async () => {
    const mounted = behindEdge(undefined, { "x-forwarded-prefix": "/eu" });
    expect(await cookieOf(await serveSession({ path: "/eu" }, proxyFix(OPTIONS)), mounted)).toMatch(/; Path=\/eu;/);
    expect(await cookieOf(await serveSession({ path: "/eu" }), mounted)).toBe("");
  });
});

describe.each(EXPRESSES)("cookie-session on %s", (_, express) => {
  async function cookieOf(headers: typeof overTls, fix?: ReturnType<typeof proxyFix>): Promise<string> {
    const app = express();
    if (fix !== undefined) app.use(fix);
    app.use(cookieSession({ secret: "a secret of the test", secure: true }));
    app.use((req, res) => {
      Object.assign(req.session!, { user: "one" });
      res.end();
    });
    const site = await serve(app.set("env", "test"));
    return ((await site.visit("/", headers)).headers["set-cookie"] ?? []).join();
  }

  it("sets no secure cookie behind TLS at the edge without proxyFix", async () => {
    expect(await cookieOf(overTls)).toBe("");
  });

  it("sets a secure cookie only if the client connected by TLS", async () => {
    expect(await cookieOf(overTls, proxyFix(OPTIONS))).toMatch(/; secure/);
    expect(await cookieOf(overPlainHttp, proxyFix(OPTIONS))).toBe("");
    expect(await cookieOf(overTls, proxyFix(WITHOUT_PROTO))).toBe("");
  });
});

describe.each(KOAS)("%s", (_, Koa) => {
  type Extend = (app: Application) => void;
  const visitWithout = (extend: Extend): ReturnType<typeof visit> => visit(extend, overTls, false);

  async function visit(extend: Extend, headers = overTls, fix = true): Promise<{ status: number; cookie: string }> {
    const app = new Koa() as Application;
    app.silent = true;
    app.keys = ["a secret of the test"];
    if (fix) app.use(koaProxyFix(OPTIONS));
    extend(app);
    const answer = app.callback();
    const site = await serve((req, res) => void answer(req, res));
    const { status, headers: answered } = await site.visit("/", headers);
    return { status, cookie: (answered["set-cookie"] ?? []).join() };
  }

  describe("with its own cookies", () => {
    const setCookie: Extend = (app) => {
      app.use((ctx) => {
        ctx.cookies.set("user", "one", { secure: true });
        ctx.body = "";
      });
    };

    it("fails to set a secure cookie behind TLS at the edge without proxyFix", async () => {
      expect(await visitWithout(setCookie)).toEqual({ status: 500, cookie: "" });
    });

    it("sets a secure cookie if the client connected by TLS, and fails otherwise", async () => {
      expect((await visit(setCookie)).cookie).toMatch(/; secure/);
      expect(await visit(setCookie, overPlainHttp)).toEqual({ status: 500, cookie: "" });
    });
  });

  describe("with koa-session", () => {
    const startSession: Extend = (app) => {
      app.use(koaSession({ secure: true }, app as never));
      app.use((ctx) => {
        Object.assign((ctx as typeof ctx & { session: object }).session, { user: "one" });
        ctx.body = "";
      });
    };

    it("sets a secure cookie if the client connected by TLS, and none without proxyFix", async () => {
      expect((await visit(startSession)).cookie).toMatch(/^koa\.sess=.*; secure/);
      expect((await visitWithout(startSession)).cookie).toBe("");
    });
  });
});
