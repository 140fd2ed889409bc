import type { IncomingMessage, Server } from "node:http";
import { Controller, Get, HostParam, Ip, Module, Req, type INestApplication } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { proxyFix as proxyFixExpress } from "../../src/adapters/express.js";
import { proxyFix as proxyFixFastify, rewriteUrl } from "../../src/adapters/fastify.js";
import { proxyFixServer } from "../../src/adapters/node.js";
import { listenForWarnings } from "../request/warnings.js";
import { ONE_PROXY, serve, THROUGH_PROXY, type Running } from "./serve.js";

/** The properties of a Nest request that Express and Fastify share. */
interface NestRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly originalUrl: string;
  readonly proxyFix?: { readonly clientAddress?: string };
}

class ShopController {
  read(ip: string, { protocol, hostname, originalUrl, proxyFix }: NestRequest): object {
    return { ip, protocol, hostname, originalUrl, clientAddress: proxyFix?.clientAddress };
  }
  fail(): never {
    throw new Error("on purpose");
  }
}

class TenantController {
  read(tenant: string): object {
    return { tenant };
  }
}

class AppModule {
  readonly name = "shop";
}

/** Calls the decorators as functions: the test runner's compiler does not support those of parameters. */
function decorate(): void {
  const method = (owner: object, name: string, path: string): void => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (descriptor !== undefined) Get(path)(owner, name, descriptor);
  };
  method(ShopController.prototype, "read", "shop/users");
  Ip()(ShopController.prototype, "read", 0);
  Req()(ShopController.prototype, "read", 1);
  method(ShopController.prototype, "fail", "fail");
  Controller()(ShopController);
  method(TenantController.prototype, "read", "tenant");
  HostParam("tenant")(TenantController.prototype, "read", 0);
  Controller({ host: ":tenant.example.com" })(TenantController);
  Module({ controllers: [TenantController, ShopController] })(AppModule);
}
decorate();

const options = { ...ONE_PROXY, xPrefix: 1 };

async function createOnExpress(): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false });
  return app.use(proxyFixExpress(options));
}

async function createOnFastify(): Promise<INestApplication> {
  const adapter = new FastifyAdapter({ rewriteUrl: rewriteUrl(options) });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, { logger: false });
  await app.register(proxyFixFastify, options);
  return app;
}

describe.each([
  ["Express", createOnExpress],
  ["Fastify", createOnFastify],
])("Nest on %s", (_name, create) => {
  async function start(): Promise<Awaited<ReturnType<typeof serve>>> {
    const app = await create();
    await app.listen(0, "127.0.0.1");
    onTestFinished(() => app.close());
    return serve(app.getHttpServer() as Server);
  }

  it("gives a handler the client address and the believed facts", async () => {
    const { get } = await start();
    expect(JSON.parse((await get("/shop/users?x", THROUGH_PROXY)).body)).toEqual({
      ip: "198.51.100.7",
      protocol: "https",
      hostname: "example.com",
      originalUrl: "/shop/shop/users?x",
      clientAddress: "198.51.100.7",
    });
  });

  it("selects a controller by the believed host, not by a forged one", async () => {
    const { get } = await start();
    const believed = { ...THROUGH_PROXY, "X-Forwarded-Host": "evil.example.com, red.example.com" };
    expect(JSON.parse((await get("/tenant", believed)).body)).toEqual({ tenant: "red" });
    const forged = { "X-Forwarded-Host": "evil.example.com, example.com" };
    expect((await get("/tenant", forged)).status).toBe(404);
  });

  it("answers errors with 500 and unknown routes with 404", async () => {
    const { get } = await start();
    expect((await get("/fail", THROUGH_PROXY)).status).toBe(500);
    expect((await get("/nowhere", THROUGH_PROXY)).status).toBe(404);
  });
});

describe("middleware of Nest on Fastify", () => {
  /** Starts an application with middleware that keeps the forwarding headers that it sees. */
  async function start(register: "before create" | "after create"): Promise<[get: Running["get"], seen: unknown[]]> {
    const adapter = new FastifyAdapter();
    const guarded = { ...options, allowedHosts: ["example.com"] };
    if (register === "before create") await adapter.register(proxyFixFastify as never, guarded);
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, { logger: false });
    if (register === "after create") await app.register(proxyFixFastify, guarded);
    const seen: unknown[] = [];
    app.use(({ headers }: IncomingMessage, _res: unknown, next: () => void) => {
      seen.push(headers["x-forwarded-for"]);
      next();
    });
    await app.listen(0, "127.0.0.1");
    onTestFinished(() => app.close());
    return [(await serve(app.getHttpServer() as Server)).get, seen];
  }

  it("sees believed headers alone, and no refused request, if proxyFix is registered on the adapter", async () => {
    const warnings = listenForWarnings();
    const [get, seen] = await start("before create");
    expect((await get("/shop/users", THROUGH_PROXY)).status).toBe(200);
    expect((await get("/shop/users", { ...THROUGH_PROXY, "X-Forwarded-Host": "evil.example" })).status).toBe(400);
    expect(seen).toEqual(["198.51.100.7"]);
    expect(warnings()).toEqual([]);
  });

  it("sees received headers, with a process warning, if proxyFix is registered on the application", async () => {
    const warnings = listenForWarnings();
    const [get, seen] = await start("after create");
    await get("/shop/users", THROUGH_PROXY);
    expect(seen).toEqual([THROUGH_PROXY["X-Forwarded-For"]]);
    expect(warnings()).toMatchObject([[expect.any(String), { code: "PROXYFIX_EARLY_MIDDLEWARE" }]]);
  });
});

describe("proxyFixServer, given an application of Nest", () => {
  it.each([
    ["Express", () => new ExpressAdapter()],
    ["Fastify", () => new FastifyAdapter()],
  ])("on %s, throws when the program starts, and names the server", async (_name, create) => {
    const app = await NestFactory.create(AppModule, create(), { logger: false });
    onTestFinished(() => app.close());
    expect(() => proxyFixServer(app)).toThrow(
      "`server`: got an application of Nest; expected a server of node:http, https or http2, such as app.getHttpServer()",
    );
    expect(() => proxyFixExpress(app as never)).toThrow("`options`: got an application of Nest; expected an object");
  });
});

describe("proxyFix of proxyfix/express in app.use of Nest on Fastify", () => {
  async function start(use: (app: NestFastifyApplication) => unknown): Promise<Running> {
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
    use(app);
    await app.listen(0, "127.0.0.1");
    onTestFinished(() => app.close());
    return serve(app.getHttpServer() as unknown as Server);
  }

  it.each<[string, (app: NestFastifyApplication) => unknown]>([
    ["called", (app) => app.use(proxyFixExpress(options))],
    ["not called", (app) => app.use(proxyFixExpress)],
    ["not called, in a path", (app) => app.use("/shop", proxyFixExpress(options))],
  ])("%s, answers with status 500 and names proxyfix/fastify", async (_name, use) => {
    const { get } = await start(use);
    expect((await get("/shop/users", THROUGH_PROXY)).status).toBe(500);
    expect(await messageFrom(use)).toContain("await app.register(proxyFix, { ");
  });

  /** Returns the message that the application's filter of exceptions receives. */
  async function messageFrom(use: (app: NestFastifyApplication) => unknown): Promise<string> {
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
    use(app);
    onTestFinished(() => app.close());
    const messages: string[] = [];
    app
      .getHttpAdapter()
      .getInstance()
      .addHook("onError", (_request, _reply, error, done) => {
        messages.push(error.message);
        done();
      });
    await app.init();
    await app.inject("/shop/users");
    return messages.join();
  }
});
