import koa3, { type Context, type Middleware } from "koa";
import mount from "koa-mount";
import { describe, expect, it } from "vitest";
import { proxyFix, rewriteHeaders, type AdapterResolution } from "../../src/adapters/koa.js";
import { proxyFix as wrapNode } from "../../src/adapters/node.js";
import { koa2 } from "../contract/older.js";
import { ONE_PROXY, serve, THROUGH_PROXY, type Running } from "../frameworks/serve.js";
import { listenForWarnings } from "../request/warnings.js";

const versions = [
  ["Koa 2", koa2],
  ["Koa 3", koa3],
] as const;

/** The properties of a context that a middleware answers with. */
const readProperties = (ctx: Context): object => ({
  ip: ctx.ip,
  secure: ctx.secure,
  hostname: ctx.hostname,
  href: ctx.href,
  proxyFix: (ctx.proxyFix as object | undefined) !== undefined,
});
const answer: Middleware = (ctx) => {
  ctx.body = readProperties(ctx as unknown as Context);
};

const resolved = {
  ip: "198.51.100.7",
  secure: true,
  hostname: "example.com",
  href: "https://example.com/",
  proxyFix: true,
};
const unresolved = { ip: "127.0.0.1", secure: false, hostname: "app", href: "http://app:3000/", proxyFix: false };

function run(app: koa3): Promise<Running> {
  const listener = app.callback();
  return serve((req, res) => void listener(req, res));
}

async function getJson(
  app: koa3,
  target = "/",
  lines: Readonly<Record<string, string>> = THROUGH_PROXY,
): Promise<unknown> {
  app.silent = true;
  const { get } = await run(app);
  return JSON.parse((await get(target, lines)).body);
}

describe.each(versions)("%s", (_name, Koa) => {
  const create = (...middleware: Middleware[]): koa3 => {
    const app = new Koa();
    for (const each of middleware) app.use(each);
    return app;
  };

  it("resolves requests for a mounted application", async () => {
    const app = create(proxyFix({ ...ONE_PROXY, xPrefix: 1 }), mount("/admin", create(answer)));
    expect(await getJson(app, "/admin/x?y")).toEqual({ ...resolved, href: "https://example.com/shop/admin/x?y" });
  });

  it("has the whole URL in a mounted application that uses proxyFix itself", async () => {
    const app = create(mount("/admin", create(proxyFix({ ...ONE_PROXY, xPrefix: 1 }), answer)), answer);
    expect(await getJson(app, "/admin/x?y")).toEqual({ ...resolved, href: "https://example.com/shop/admin/x?y" });
    expect(await getJson(app)).toEqual(unresolved);
  });

  it("resolves requests for an application that is called as a function", async () => {
    const called = create(answer).callback();
    const app = create(proxyFix(ONE_PROXY), (ctx) => {
      ctx.respond = false;
      return called(ctx.req, ctx.res);
    });
    expect(await getJson(app)).toEqual(resolved);
  });

  it("leaves an unrelated application of the process alone", async () => {
    expect(await getJson(create(proxyFix(ONE_PROXY), answer))).toEqual(resolved);
    const other = create(answer);
    other.proxy = true;
    expect(await getJson(other)).toMatchObject({
      ip: "6.6.6.6",
      secure: true,
      hostname: "evil.example",
      proxyFix: false,
    });
    expect(await getJson(create(answer))).toEqual(unresolved);
  });

  it("updates a property that was read before it ran", async () => {
    const readEarly: Middleware = (ctx, next) => {
      ctx.set("x-early", `${ctx.ip} ${ctx.URL.href}`);
      return next();
    };
    const readLate: Middleware = (ctx) => {
      ctx.body = { ip: ctx.ip, url: ctx.URL.href };
    };
    const { get } = await run(create(readEarly, proxyFix(ONE_PROXY), readLate));
    const { headers, body } = await get("/", THROUGH_PROXY);
    expect(headers["x-early"]).toBe("127.0.0.1 http://app:3000/");
    expect(JSON.parse(body)).toEqual({ ip: "198.51.100.7", url: "https://example.com/" });
  });

  it("lets the application assign ctx.request.ip, as Koa does", async () => {
    const set: Middleware = (ctx, next) => {
      ctx.request.ip = "the application's own";
      return next();
    };
    expect(await getJson(create(proxyFix(ONE_PROXY), set, answer))).toEqual({
      ...resolved,
      ip: "the application's own",
    });
    expect(await getJson(create(proxyFix(ONE_PROXY), answer))).toEqual(resolved);
  });

  it("leaves a property alone if the application has defined it itself", async () => {
    const app = create(proxyFix(ONE_PROXY), answer);
    Object.defineProperty(app.request, "ip", { get: () => "the application's own" });
    Object.defineProperty(app.request, "protocol", { get: () => "own" });
    expect(await getJson(app)).toMatchObject({
      ip: "the application's own",
      secure: false,
      href: "https://example.com/",
    });
  });

  it("returns the same URL object each time", async () => {
    const app = create(proxyFix(ONE_PROXY), (ctx) => {
      ctx.body = { same: ctx.URL === ctx.URL };
    });
    expect(await getJson(app)).toEqual({ same: true });
  });

  it("returns no URL that a target could make another site's if the host is unknown", async () => {
    const app = create(proxyFix(ONE_PROXY), (ctx) => {
      ctx.body = { href: ctx.href, url: (ctx.URL as Partial<URL>).href ?? "none", host: ctx.host };
    });
    // "http://" + "" + "/evil.example/" is a URL of evil.example, and so is "//evil.example/" for a browser.
    for (const target of ["/evil.example/", "//evil.example/"]) {
      expect(await getJson(app, target, { "X-Forwarded-Host": "@" })).toEqual({
        href: "/evil.example/",
        url: "none",
        host: "",
      });
    }
  });

  it.each([
    ["http://example.com", "https://example.com/shop/"],
    ["http://example.com?q", "https://example.com/shop/?q"],
    ["HTTP://example.com/a/../b?q", "https://example.com/shop/a/../b?q"],
    ["*", "https://example.com/shop"],
  ])("takes the scheme, the host and the prefix of the target %s from the proxy", async (target, href) => {
    const app = create(proxyFix({ ...ONE_PROXY, xPrefix: 1 }), answer);
    expect(await getJson(app, target)).toMatchObject({ href });
  });

  it("redirects back only within its own site", async () => {
    const back: Middleware = (ctx) => {
      // Koa 2 has it under another name and without the check.
      if (Koa === koa3) ctx.back("/home");
      else ctx.redirect(ctx.get("referer").startsWith(`${ctx.protocol}://${ctx.host}/`) ? ctx.get("referer") : "/home");
    };
    const { get } = await run(create(proxyFix(ONE_PROXY), back));
    const visit = async (referer: string): Promise<unknown> =>
      (await get("/", { ...THROUGH_PROXY, Referer: referer })).headers["location"];
    expect(await visit("https://example.com/before")).toBe("https://example.com/before");
    expect(await visit("https://evil.example/before")).toBe("/home");
  });

  describe("a refused request", () => {
    const strict = proxyFix({ ...ONE_PROXY, allowedHosts: ["other.example"] });

    it("can be caught, and then has the connection's facts alone", async () => {
      const fallBack: Middleware = async (ctx, next) => {
        try {
          await next();
        } catch (error) {
          const { status, code } = error as { status: number; code: string };
          ctx.status = status;
          ctx.body = { code, ...readProperties(ctx as unknown as Context), headers: ctx.headers };
        }
      };
      const { get } = await run(create(fallBack, strict, answer));
      const { status, body } = await get("/", THROUGH_PROXY);
      expect(status).toBe(400);
      expect(JSON.parse(body)).toEqual({
        ...{ ...unresolved, proxyFix: true, code: "ERR_PROXYFIX_REFUSED" },
        headers: { host: "app:3000", connection: "close" },
      });
    });

    it("is answered by Koa itself, and reported to the application's error listener", async () => {
      const app = create(strict, answer);
      const reported: unknown[] = [];
      app.on("error", (error: { code: string }, ctx: Context) => reported.push([error.code, ctx.ip]));
      const { get } = await run(app);
      const { status, body } = await get("/", THROUGH_PROXY);
      expect([status, body]).toEqual([400, expect.stringContaining("Bad Request")]);
      expect(body).not.toContain("evil");
      expect(reported).toEqual([["ERR_PROXYFIX_REFUSED", "127.0.0.1"]]);
    });
  });

  it("resolves a request that no middleware answers", async () => {
    const seen: object[] = [];
    const note: Middleware = async (ctx, next) => {
      await next();
      seen.push(readProperties(ctx as unknown as Context));
    };
    const { get } = await run(create(note, proxyFix(ONE_PROXY)));
    expect((await get("/", THROUGH_PROXY)).status).toBe(404);
    expect(seen).toEqual([resolved]);
  });
});

describe("ctx.origin", () => {
  const answerOrigin: Middleware = (ctx) => {
    ctx.body = { origin: ctx.origin };
  };
  const lines = { ...THROUGH_PROXY, Origin: "https://other.example" };

  it("is the client's Origin header in Koa 3 and stays so, since checks rely on it", async () => {
    expect(await getJson(new koa3().use(proxyFix(ONE_PROXY)).use(answerOrigin), "/", lines)).toEqual({
      origin: "https://other.example",
    });
  });

  it("is the application's own origin in Koa 2, by the believed headers", async () => {
    expect(await getJson(new koa2().use(proxyFix(ONE_PROXY)).use(answerOrigin), "/", lines)).toEqual({
      origin: "https://example.com",
    });
  });
});

describe("Koa's own trust", () => {
  it.each([
    [true, true, 1],
    [true, false, 0],
    [false, true, 0],
  ])(
    "if app.proxy is %s and the option warnings %s, causes this number of warnings in all: %i",
    async (proxy, isOn, times) => {
      const warnings = listenForWarnings();
      const app = new koa3({ proxy }).use(proxyFix({ ...ONE_PROXY, warnings: isOn })).use(answer);
      for (let visit = 0; visit < 3; visit++) expect(await getJson(app)).toEqual(resolved);
      expect(warnings()).toEqual(
        Array.from({ length: times }, () => [
          expect.stringContaining("app.proxy"),
          { type: "ProxyFixWarning", code: "PROXYFIX_FRAMEWORK_TRUST" },
        ]),
      );
    },
  );
});

describe("proxyFix for Koa inside the node adapter", () => {
  it("leaves its own resolution on Node's request too, since the last one wins", async () => {
    const app = new koa3().use(proxyFix({ xFor: 2 })).use((ctx) => {
      const { proxyFix: shown } = ctx.req as { proxyFix?: AdapterResolution };
      ctx.body = { client: ctx.ip, isSame: shown === ctx.proxyFix };
    });
    const listener = app.callback();
    const { get } = await serve(wrapNode((req, res) => void listener(req, res), ONE_PROXY));
    expect(JSON.parse((await get("/", THROUGH_PROXY)).body)).toEqual({ client: "6.6.6.6", isSame: true });
  });
});

describe("proxyFix and rewriteHeaders for Koa", () => {
  it("throw if an argument is wrong", () => {
    const wrong = { xHots: 1 } as object;
    expect(() => proxyFix(wrong)).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "xHots" }));
    expect(() => rewriteHeaders({} as never)).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION" }));
  });
});

describe.each(versions)("a made-up request without a url in %s", (_name, Koa) => {
  it("has the href and the URL that Koa gives it without proxyFix", async () => {
    const create = (): Context => {
      const req = { headers: { host: "example.com" }, socket: { remoteAddress: "127.0.0.1" } };
      return new Koa().createContext(req as never, { setHeader: () => undefined } as never) as unknown as Context;
    };
    const read = ({ href, URL }: Context): unknown[] => [href, URL.href];
    const expected = read(create());
    const ctx = create();
    await proxyFix()(ctx, () => Promise.resolve());
    expect(ctx.proxyFix.host).toBe("example.com");
    expect(read(ctx)).toEqual(expected);
  });
});
