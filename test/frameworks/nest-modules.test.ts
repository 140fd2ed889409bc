import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Controller, Get, Ip, Module, type INestApplication, type MiddlewareConsumer } from "@nestjs/common";
import { APP_GUARD, NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { ThrottlerGuard, ThrottlerModule } from "@nestjs/throttler";
import requestIp from "request-ip";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { proxyFix as proxyFixExpress, type ExpressOptions } from "../../src/adapters/express.js";
import { proxyFix as proxyFixFastify } from "../../src/adapters/fastify.js";
import { proxyFixServer, resolutionOf } from "../../src/adapters/node.js";
import { serve } from "./serve.js";

const OPTIONS = { xHost: 1, trustedPeers: "loopback" } as const;
const CLIENT = "198.51.100.7";
const FORGED = "203.0.113.66";

/** The headers of a client who forges all of them, behind one proxy. */
const headersOf = (client: string, forged = FORGED): Record<string, string> => ({
  "X-Client-IP": forged,
  "X-Forwarded-For": `${forged}, ${client}`,
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "evil.example, shop.example",
});

/** The addresses that the module's middleware found, of one request each. */
const found: (string | null)[] = [];

class ShopController {
  read(ip: string): object {
    return { ip };
  }
}

/** A module with a middleware that looks for the address by itself, and with the throttler's default guard. */
class ShopModule {
  configure(consumer: MiddlewareConsumer): void {
    const read = (req: IncomingMessage, _res: ServerResponse, next: () => void): void => {
      found.push(requestIp.getClientIp(req as never));
      next();
    };
    consumer.apply(read).forRoutes(ShopController);
  }
}

/** Calls the decorators as functions: the test runner's compiler does not support those of parameters. */
function decorate(): void {
  const read = Object.getOwnPropertyDescriptor(ShopController.prototype, "read") as TypedPropertyDescriptor<unknown>;
  Get("shop")(ShopController.prototype, "read", read);
  Ip()(ShopController.prototype, "read", 0);
  Controller()(ShopController);
  Module({
    imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1 }])],
    controllers: [ShopController],
    providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
  })(ShopModule);
}
decorate();

async function createOnExpress(options?: ExpressOptions): Promise<INestApplication> {
  const app = await NestFactory.create(ShopModule, new ExpressAdapter(), { logger: false });
  if (options !== undefined) app.use(proxyFixExpress(options));
  return app;
}

async function createOnFastify(options?: ExpressOptions): Promise<INestApplication> {
  const adapter = new FastifyAdapter();
  if (options !== undefined) await adapter.register(proxyFixFastify, options);
  return NestFactory.create<NestFastifyApplication>(ShopModule, adapter, { logger: false });
}

async function start(app: INestApplication): Promise<Awaited<ReturnType<typeof serve>>["get"]> {
  found.length = 0;
  await app.listen(0, "127.0.0.1");
  onTestFinished(() => app.close());
  return (await serve(app.getHttpServer() as Server)).get;
}

describe.each([
  ["Express", createOnExpress],
  ["Fastify", createOnFastify],
])("a Nest module on %s", (_, create) => {
  it("has a middleware that finds a forged address without proxyFix", async () => {
    const get = await start(await create());
    await get("/shop", headersOf(CLIENT));
    expect(found).toEqual([FORGED]);
  });

  it("has a middleware that finds the client, and a handler that gets it", async () => {
    const get = await start(await create(OPTIONS));
    expect(JSON.parse((await get("/shop", headersOf(CLIENT))).body)).toEqual({ ip: CLIENT });
    expect(found).toEqual([CLIENT]);
  });

  it("runs no middleware for a host that allowedHosts refuses", async () => {
    const get = await start(await create({ ...OPTIONS, allowedHosts: ["other.example"] }));
    expect((await get("/shop", headersOf(CLIENT))).status).toBe(400);
    expect(found).toEqual([]);
  });

  it("limits each client by the throttler's default guard", async () => {
    const get = await start(await create(OPTIONS));
    const visits = [headersOf(CLIENT), headersOf(CLIENT, "203.0.113.67"), headersOf("198.51.100.8")];
    const statuses: number[] = [];
    for (const headers of visits) statuses.push((await get("/shop", headers)).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  it("limits clients with unknown addresses as one by that guard", async () => {
    const get = await start(await create(OPTIONS));
    expect((await get("/shop", headersOf("unknown"))).status).toBe(200);
    expect((await get("/shop", headersOf("unknown", "203.0.113.67"))).status).toBe(429);
    expect((await get("/shop", headersOf(CLIENT))).status).toBe(200);
  });
});

describe("Nest on Fastify with proxyFix registered on the application, after create", () => {
  it("runs the module's middleware before proxyFix, with forged headers", async () => {
    const app = await NestFactory.create<NestFastifyApplication>(ShopModule, new FastifyAdapter(), { logger: false });
    await app.register(proxyFixFastify, OPTIONS);
    const get = await start(app);
    expect(JSON.parse((await get("/shop", headersOf(CLIENT))).body)).toEqual({ ip: CLIENT });
    expect(found).toEqual([FORGED]);
  });
});

describe("a throttler's guard on Fastify that takes the address from req.ips", () => {
  it("limits all clients as one, since Fastify's first address is the peer's", async () => {
    class FirstOfIps extends ThrottlerGuard {
      protected override async getTracker(req: {
        readonly ips?: readonly string[];
        readonly ip?: string;
      }): Promise<string> {
        return req.ips?.[0] ?? req.ip ?? "unknown";
      }
    }
    class IpsModule {
      readonly name = "ips";
    }
    Module({
      imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1 }])],
      controllers: [ShopController],
      providers: [{ provide: APP_GUARD, useClass: FirstOfIps }],
    })(IpsModule);
    const adapter = new FastifyAdapter();
    await adapter.register(proxyFixFastify, OPTIONS);
    const get = await start(await NestFactory.create(IpsModule, adapter, { logger: false }));
    expect((await get("/shop", headersOf(CLIENT))).status).toBe(200);
    expect((await get("/shop", headersOf("198.51.100.8"))).status).toBe(429);
  });
});

describe.each([
  ["Express", createOnExpress],
  ["Fastify", createOnFastify],
])("an upgrade of Nest on %s", (_, create) => {
  it("is resolved if proxyFixServer is applied to Nest's server before it listens", async () => {
    const app = await create(OPTIONS);
    const server = proxyFixServer(app.getHttpServer() as Server, OPTIONS);
    const sockets = new WebSocketServer({ server });
    sockets.on("connection", (socket, req) => socket.send(String(resolutionOf(req)?.clientAddress)));
    await start(app);
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: headersOf(CLIENT) });
    onTestFinished(() => {
      socket.terminate();
      for (const client of sockets.clients) client.terminate();
    });
    const [message] = (await once(socket, "message")) as [Buffer];
    expect(message.toString()).toBe(CLIENT);
  });
});
