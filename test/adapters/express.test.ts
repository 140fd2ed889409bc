import express5, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from "express";
import { IncomingMessage, type ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { proxyFix, rewriteHeaders, type ExpressOptions } from "../../src/adapters/express.js";
import { proxyFix as wrapNode } from "../../src/adapters/node.js";
import { express4 } from "../contract/older.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "../frameworks/serve.js";
import { listenForWarnings } from "../request/warnings.js";

const versions = [
  ["Express 4", express4],
  ["Express 5", express5],
] as const;

/** The properties of a request that a handler answers with. */
const readProperties = (req: Request): object => ({
  ip: req.ip,
  secure: req.secure,
  hostname: req.hostname,
  urls: [req.baseUrl, req.url, req.originalUrl],
  proxyFix: (req.proxyFix as object | undefined) !== undefined,
});
const answer: RequestHandler = (req, res) => void res.json(readProperties(req));

const resolved = { ip: "198.51.100.7", secure: true, hostname: "example.com", proxyFix: true };
const unresolved = { ip: "127.0.0.1", secure: false, hostname: "app", proxyFix: false };

async function getJson(
  app: Express,
  target: string,
  lines: Readonly<Record<string, string>> = THROUGH_PROXY,
): Promise<unknown> {
  const { get } = await serve(app);
  return JSON.parse((await get(target, lines)).body);
}

describe.each(versions)("%s", (_name, express) => {
  it("resolves requests for a mounted application, its routers and their routers", async () => {
    const inner = express.Router().get("/x", answer);
    const admin = express().use("/inner", inner);
    const app = express()
      .use(proxyFix({ ...ONE_PROXY, xPrefix: 1 }))
      .use("/admin", admin);
    expect(await getJson(app, "/admin/inner/x?y")).toEqual({
      ...resolved,
      urls: ["/shop/admin/inner", "/x?y", "/shop/admin/inner/x?y"],
    });
  });

  it("resolves requests for an application that is called as a function", async () => {
    const called = express().use(answer);
    const app = express().use(proxyFix(ONE_PROXY), (req, res, next) => void called(req, res, next));
    expect(await getJson(app, "/")).toMatchObject(resolved);
  });

  it("resolves requests for the mounted application alone if only that one uses proxyFix", async () => {
    const admin = express().use(proxyFix(ONE_PROXY), answer);
    const app = express().use("/admin", admin).use(answer);
    expect(await getJson(app, "/admin")).toMatchObject(resolved);
    expect(await getJson(app, "/")).toMatchObject(unresolved);
    expect(app.get("trust proxy")).toBe(false);
    expect(admin.get("trust proxy")).toBe(0);
  });

  it("resolves a request again on a router, by that router's options", async () => {
    const router = express.Router().use(proxyFix({ ...ONE_PROXY, xFor: 2 }), answer);
    const app = express().use(proxyFix(ONE_PROXY)).use("/two", router).use(answer);
    expect(await getJson(app, "/two")).toMatchObject({ ...resolved, ip: "6.6.6.6" });
    expect(await getJson(app, "/one")).toMatchObject(resolved);
  });

  it("resolves a request again within the node adapter, at req.proxyFix too", async () => {
    const answerLast: RequestHandler = (req, res) => void res.json([req.ip, req.proxyFix.clientAddress]);
    const { get } = await serve(wrapNode(express().use(proxyFix({ xFor: 2 }), answerLast), ONE_PROXY));
    expect(JSON.parse((await get("/", THROUGH_PROXY)).body)).toEqual(["6.6.6.6", "6.6.6.6"]);
  });

  it("resolves a request again if a route passes it to the node adapter", async () => {
    const handler = wrapNode((req, res) => res.end(req.proxyFix.clientAddress), { xFor: 2 });
    const app = express().use(proxyFix(ONE_PROXY), (req, res) => handler(req, res));
    const { get } = await serve(app);
    expect((await get("/", THROUGH_PROXY)).body).toBe("6.6.6.6");
  });

  it("leaves an unrelated application of the process alone", async () => {
    expect(await getJson(express().use(proxyFix(ONE_PROXY), answer), "/")).toMatchObject(resolved);
    const other = express().set("trust proxy", 1).use(answer);
    expect(await getJson(other, "/")).toMatchObject({ ip: "198.51.100.7", secure: true, proxyFix: false });
    expect(other.get("trust proxy")).toBe(1);
    expect(await getJson(express().use(answer), "/")).toMatchObject(unresolved);
  });

  it.each(["get", "set", "value", "writable"])(
    "resolves its first request if every object inherits a property %s since the program started",
    (name) => {
      const app = express();
      const middleware = proxyFix(ONE_PROXY);
      const req = new IncomingMessage(new Socket());
      req.headers = { host: "app", "x-forwarded-proto": "https" };
      Object.setPrototypeOf(req, Object.create(app.request) as object);
      const passed: unknown[] = [];
      Reflect.defineProperty(Object.prototype, name, { value: () => undefined, configurable: true });
      try {
        middleware(req, {} as ServerResponse, (error) => passed.push(error));
      } finally {
        Reflect.deleteProperty(Object.prototype, name);
      }
      expect([passed, (req as Request).secure]).toEqual([[undefined], true]);
    },
  );

  it("leaves a property alone if the application has defined it itself", async () => {
    const app = express();
    Object.defineProperty(app.request, "ip", { get: () => "the application's own" });
    Object.defineProperty(app.request, "protocol", { get: () => "the application's own" });
    app.use(proxyFix(ONE_PROXY), answer);
    expect(await getJson(app, "/")).toMatchObject({ ...resolved, ip: "the application's own", secure: false });
  });

  it("adds only headersDistinct as an own property to a request, since each slows down every later access", async () => {
    const added: unknown[] = [];
    const list = (req: Request): PropertyKey[] => Reflect.ownKeys(req);
    const app = express().use((req, _res, next) => {
      const before = list(req);
      next();
      added.push(...list(req).filter((key) => !before.includes(key)));
    });
    app.use(proxyFix(ONE_PROXY), (_req, res) => res.end());
    await (await serve(app)).get("/", THROUGH_PROXY);
    // Express's router writes these to every request.
    expect(added.filter((key) => !["next", "baseUrl", "originalUrl", "params"].includes(String(key)))).toEqual([
      "headersDistinct",
    ]);
  });

  it("updates a property that was read before it ran", async () => {
    const readEarly: RequestHandler = (req, res, next) => {
      res.set("x-early", `${req.ip} ${req.hostname} ${req.protocol}`);
      next();
    };
    const { get } = await serve(express().use(readEarly, proxyFix(ONE_PROXY), answer));
    const { headers, body } = await get("/", THROUGH_PROXY);
    expect(headers["x-early"]).toBe("127.0.0.1 app http");
    expect(JSON.parse(body)).toMatchObject(resolved);
  });

  describe("behind a prefix", () => {
    const withPrefix = proxyFix({ ...ONE_PROXY, xPrefix: 1 });
    const urls = async (app: Express, target: string): Promise<unknown> =>
      ((await getJson(app, target)) as { urls: unknown }).urls;

    it("keeps the prefix after a router that passed the request on", async () => {
      const pass: RequestHandler = (_req, _res, next) => next();
      const app = express().use(withPrefix).use("/users", express.Router().use("/7", pass), pass).use("/users", answer);
      expect(await urls(app, "/users/7")).toEqual(["/shop/users", "/7", "/shop/users/7"]);
    });

    it("has a prefix inside a router that uses proxyFix", async () => {
      const router = express.Router().use(withPrefix).get("/7", answer);
      expect(await urls(express().use("/users", router), "/users/7")).toEqual(["/shop/users", "/7", "/shop/users/7"]);
    });

    it("has the prefix of a router's own options alone inside that router", async () => {
      const router = express.Router().use(proxyFix(ONE_PROXY)).get("/7", answer);
      expect(await urls(express().use(withPrefix).use("/users", router), "/users/7")).toEqual([
        "/users",
        "/7",
        "/users/7",
      ]);
    });

    it("known limit: a router mounted at the prefix's own name loses its path from baseUrl", async () => {
      const app = express().use(withPrefix).use("/shop", answer);
      // Correct is /shop/shop, as with the node adapter around the whole application, below.
      expect(await urls(app, "/shop/7")).toEqual(["/shop", "/7", "/shop/shop/7"]);
    });

    it("has the right baseUrl on every route if the node adapter is around the application", async () => {
      const app = express().use("/shop", answer).use(answer);
      const { get } = await serve(wrapNode(app, { ...ONE_PROXY, xPrefix: 1 }));
      const seen = await Promise.all(
        ["/shop/7", "/users"].map(async (target) => (await get(target, THROUGH_PROXY)).body),
      );
      expect(seen.map((body) => (JSON.parse(body) as { urls: unknown }).urls)).toEqual([
        ["/shop/shop", "/7", "/shop/shop/7"],
        ["/shop", "/users", "/shop/users"],
      ]);
    });

    it("has the prefix once if the node adapter is around the application as well", async () => {
      const { get } = await serve(wrapNode(express().use(withPrefix).use("/users", answer), { xPrefix: 1 }));
      expect(JSON.parse((await get("/users/7", THROUGH_PROXY)).body)).toEqual({
        ...resolved,
        urls: ["/shop/users", "/7", "/shop/users/7"],
      });
    });
  });

  describe("a refused request", () => {
    const strict = proxyFix({ ...ONE_PROXY, allowedHosts: ["other.example"] });

    it("goes to the error handlers, which see the connection's facts alone", async () => {
      const fail: ErrorRequestHandler = (error: { status: number; code: string }, req, res, _next) => {
        const { status, code } = error;
        res.status(status).json({ code, ...readProperties(req), headers: req.headers });
      };
      const { get } = await serve(express().use(strict, answer, fail));
      const { status, body } = await get("/", THROUGH_PROXY);
      expect(status).toBe(400);
      expect(JSON.parse(body)).toMatchObject({ ...unresolved, code: "ERR_PROXYFIX_REFUSED", proxyFix: true });
      expect(JSON.parse(body)).toHaveProperty("headers", { host: "app:3000", connection: "close" });
    });

    it("has the connection's facts alone even if an earlier layer believed headers", async () => {
      const fail: ErrorRequestHandler = (_error, req, res, _next) => void res.json(readProperties(req));
      const router = express.Router().use(strict, answer);
      const app = express()
        .use(proxyFix({ ...ONE_PROXY, xPrefix: 1 }))
        .use("/users", router)
        .use(fail);
      expect(await getJson(app, "/users/7")).toEqual({
        ...unresolved,
        proxyFix: true,
        urls: ["", "/users/7", "/users/7"],
      });
    });

    it("is answered by Express itself if there is no error handler", async () => {
      vi.stubEnv("NODE_ENV", "test");
      const { get } = await serve(express().use(strict, answer));
      const { status, body } = await get("/", THROUGH_PROXY);
      expect(status).toBe(400);
      expect(body).not.toContain("evil");
    });

    it("leaves the connection open for the next request", async () => {
      const { open } = await serve(express().use(strict, answer));
      const wire = open();
      const request = (host: string): string => `GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-Host: ${host}\r\n\r\n`;
      const answers = await wire.exchangeAll([request("example.com"), request("other.example")]);
      expect(answers.map(({ status }) => status)).toEqual([400, 200]);
    });
  });

  it("resolves a request that no route handles", async () => {
    const seen: object[] = [];
    const app = express().use(proxyFix(ONE_PROXY), (req, res, next) => {
      res.on("finish", () => seen.push(readProperties(req)));
      next();
    });
    const { get } = await serve(app);
    expect((await get("/", THROUGH_PROXY)).status).toBe(404);
    expect(seen).toMatchObject([resolved]);
  });
});

describe("the host of Express 4", () => {
  it("remains the hostname, without the port", async () => {
    const notices = vi.fn();
    (process as NodeJS.EventEmitter).once("deprecation", notices);
    const app = express4().use(proxyFix(ONE_PROXY), (req, res) => res.json({ host: req.host }));
    expect(await getJson(app, "/", { "X-Forwarded-Host": "example.com:8443" })).toEqual({ host: "example.com" });
    expect(notices).toHaveBeenCalledOnce();
  });
});

describe("Express's own trust", () => {
  async function settingAfter(
    set: (app: Express) => void,
    options: ExpressOptions = {},
  ): Promise<{ setting: unknown; warnings: readonly unknown[] }> {
    const warnings = listenForWarnings();
    const app = express5();
    set(app);
    app.use(proxyFix({ ...ONE_PROXY, ...options }), answer);
    const { get } = await serve(app);
    for (let visit = 0; visit < 3; visit++) await get("/", THROUGH_PROXY);
    return { setting: app.get("trust proxy") as unknown, warnings: warnings() };
  }

  it.each([
    ["not set", () => undefined],
    ["off", (app: Express) => app.disable("trust proxy")],
    ["0", (app: Express) => app.set("trust proxy", 0)],
  ])("becomes 0 without a warning if it is %s", async (_name, set) => {
    expect(await settingAfter(set)).toEqual({ setting: 0, warnings: [] });
  });

  it.each([[true], [1], ["loopback"], [() => true]])(
    "causes one warning and stays as it is if it is %s",
    async (value) => {
      const { setting, warnings } = await settingAfter((app) => app.set("trust proxy", value));
      expect(setting).toBe(value);
      expect(warnings).toEqual([
        [expect.stringContaining('"trust proxy"'), { type: "ProxyFixWarning", code: "PROXYFIX_FRAMEWORK_TRUST" }],
      ]);
    },
  );

  it("causes no warning if the option warnings is false", async () => {
    const set = (app: Express): unknown => app.set("trust proxy", true);
    expect(await settingAfter(set, { warnings: false })).toEqual({ setting: true, warnings: [] });
  });

  it("does not change the client address, even if it is true", async () => {
    listenForWarnings();
    const app = express5().set("trust proxy", true).use(proxyFix(ONE_PROXY), answer);
    expect(await getJson(app, "/")).toMatchObject(resolved);
  });
});

describe("proxyFix and rewriteHeaders for Express", () => {
  it("throw if an argument is wrong", () => {
    const wrong = { xHots: 1 } as object;
    expect(() => proxyFix(wrong)).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "xHots" }));
    expect(() => rewriteHeaders({} as never)).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION" }));
  });
});

describe.each(versions)("%s inside the node adapter, each with a prefix of its own", (_name, express) => {
  it("has URLs that begin with the inner prefix alone", async () => {
    const inner = proxyFix({ ...ONE_PROXY, headerNames: { prefix: "x-inner-prefix" }, xPrefix: 1 });
    const router = express.Router().get("/users", answer);
    const app = express().use(inner).use("/admin", router);
    const wrapped = wrapNode(app as never, { ...ONE_PROXY, xPrefix: 1 });
    const { get } = await serve(wrapped);
    const { body } = await get("/admin/users", { ...THROUGH_PROXY, "X-Inner-Prefix": "/inner" });
    expect(JSON.parse(body)).toMatchObject({ urls: ["/inner/admin", "/users", "/inner/admin/users"] });
  });
});
