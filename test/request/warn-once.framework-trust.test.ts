import express from "express";
import fastify from "fastify";
import Koa, { type Middleware } from "koa";
import mount from "koa-mount";
import passport from "passport";
import { Strategy } from "passport-oauth2";
import { describe, expect, it, onTestFinished } from "vitest";
import { proxyFix as proxyFixExpress } from "../../src/adapters/express.js";
import { proxyFix as proxyFixFastify } from "../../src/adapters/fastify.js";
import { proxyFix as proxyFixKoa } from "../../src/adapters/koa.js";
import { express4, koa2, fastify4 } from "../contract/older.js";
import { ONE_PROXY, serve, THROUGH_PROXY, type Running } from "../frameworks/serve.js";
import { listenForWarnings } from "./warnings.js";

/** Returns the URL to which passport lets a client return; it is made from the request. */
async function visitLogin({ get }: Running, target: string, lines: Readonly<Record<string, string>>): Promise<unknown> {
  const { headers } = await get(target, lines);
  return new URL(headers["location"] ?? "none:").searchParams.get("redirect_uri");
}

function createLogin(settings: { readonly proxy?: boolean } = {}): express.RequestHandler {
  const strategy = new Strategy(
    {
      authorizationURL: "https://login.example/authorize",
      tokenURL: "https://login.example/token",
      clientID: "id",
      clientSecret: "secret",
      callbackURL: "/login/done",
      ...settings,
    },
    () => undefined,
  );
  const authenticate = new passport.Passport().use(strategy).authenticate("oauth2", { session: false });
  return authenticate as express.RequestHandler;
}

const forged = {
  "X-Forwarded-For": "6.6.6.6",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "evil.example",
} as const;

describe.each([
  ["Express 4", express4],
  ["Express 5", express],
])("a route of %s that proxyFix does not see", (_name, create) => {
  it("does not pass a forged host to passport, before and after requests to a route that proxyFix sees", async () => {
    const shop = create.Router().use(proxyFixExpress(ONE_PROXY), (req, res) => res.json(req.hostname));
    const app = await serve(create().use("/shop", shop).use("/login", createLogin()));
    for (let round = 0; round < 3; round++) {
      expect(await visitLogin(app, "/login", forged)).toBe("http://app:3000/login/done");
      expect((await app.get("/shop", THROUGH_PROXY)).body).toBe('"example.com"');
    }
  });

  it("does not believe a forged host if both routes are requested in one pipeline", async () => {
    const shop = create.Router().use(proxyFixExpress(ONE_PROXY), (req, res) => res.json(req.hostname));
    const { open } = await serve(
      create()
        .use("/shop", shop)
        .use((req, res) => res.json([req.ip, req.hostname])),
    );
    const lines = Object.entries(forged).map(([name, value]) => `${name}: ${value}\r\n`);
    const request = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: app\r\n${lines.join("")}\r\n`;
    const answers = await open().exchangeAll(["/", "/shop", "/", "/shop", "/"].map(request));
    expect(answers.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      ["127.0.0.1", "app"],
      "evil.example",
      ["127.0.0.1", "app"],
      "evil.example",
      ["127.0.0.1", "app"],
    ]);
  });
});

describe("a route that proxyFix sees", () => {
  it("passes the believed host to passport if passport is set to read the headers", async () => {
    const login = createLogin({ proxy: true });
    const app = await serve(express().use(proxyFixExpress(ONE_PROXY)).use("/login", login));
    expect(await visitLogin(app, "/login", THROUGH_PROXY)).toBe("https://example.com/login/done");
  });
});

describe.each([
  ["Koa 2", koa2],
  ["Koa 3", Koa],
])("a route of %s that proxyFix does not see", (_name, Framework) => {
  it("believes no header, before and after requests to one that proxyFix sees", async () => {
    const respond: Middleware = (ctx) => {
      ctx.body = [ctx.ip, ctx.host, ctx.protocol, ctx.href, ctx.proxyFix as unknown];
    };
    const shop = new Framework().use(proxyFixKoa(ONE_PROXY)).use(respond);
    const listener = new Framework().use(mount("/shop", shop)).use(respond).callback();
    const { get } = await serve((req, res) => void listener(req, res));
    for (let round = 0; round < 3; round++) {
      expect(JSON.parse((await get("/", forged)).body)).toEqual([
        "127.0.0.1",
        "app:3000",
        "http",
        "http://app:3000/",
        null,
      ]);
      expect(JSON.parse((await get("/shop", THROUGH_PROXY)).body)).toMatchObject(["198.51.100.7", "example.com", "https", "https://example.com/shop", {}]); // prettier-ignore
    }
  });
});

describe.each([
  ["Fastify 4", fastify4],
  ["Fastify 5", fastify],
])("a plugin of %s that proxyFix does not see", (_name, create) => {
  it("believes no header, before and after requests to one that proxyFix sees", async () => {
    const app = create();
    onTestFinished(() => app.close());
    await app.register(async (shop) => {
      await shop.register(proxyFixFastify, ONE_PROXY);
      shop.get("/shop", (request, reply) => reply.send([request.ip, request.headers.host, request.protocol]));
    });
    await app.register(async (other) => {
      other.get("/", (request, reply) => reply.send([request.ip, request.headers.host, request.protocol]));
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { get } = await serve(app.server);
    for (let round = 0; round < 3; round++) {
      expect(JSON.parse((await get("/", forged)).body)).toEqual(["127.0.0.1", "app:3000", "http"]);
      expect(JSON.parse((await get("/shop", THROUGH_PROXY)).body)).toEqual(["198.51.100.7", "example.com", "https"]);
    }
  });
});

describe("an application to which proxyFix was added", () => {
  it("trusts no address, and no warning is emitted", async () => {
    const warnings = listenForWarnings();
    const app = express().use("/shop", proxyFixExpress(ONE_PROXY), (_req, res) => res.end());
    const { get } = await serve(app);
    await get("/shop", THROUGH_PROXY);
    const trusts = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
    expect(["127.0.0.1", "10.0.0.1", "::1", "198.51.100.7"].map((address) => trusts(address, 0))).not.toContain(true);
    expect(Boolean(app.get("trust proxy"))).toBe(false);
    expect(warnings()).toEqual([]);
  });
});
