import connect from "connect";
import express5, { type Express, type Request, type RequestHandler } from "express";
import fastify5, { type FastifyRequest } from "fastify";
import type { IncomingMessage, RequestListener } from "node:http";
import koa3, { type Context } from "koa";
import { describe, expect, it, onTestFinished } from "vitest";

import * as expressAdapter from "../../src/adapters/express.js";
import * as fastifyAdapter from "../../src/adapters/fastify.js";
import * as koaAdapter from "../../src/adapters/koa.js";
import * as nodeAdapter from "../../src/adapters/node.js";
import { express4, fastify4, koa2 } from "../contract/older.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "./serve.js";

const FORGED = { ip: "6.6.6.6", ips: ["6.6.6.6"], protocol: "ftp", secure: false, host: "evil.example", hostname: "evil.example", subdomains: ["evil"], proxyFix: { clientAddress: "6.6.6.6" } }; // prettier-ignore

/** Gives an object own properties, as adapters for serverless platforms do. */
function forge(target: object, more: PropertyDescriptor = {}): void {
  for (const [name, value] of Object.entries(FORGED)) {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true, ...more });
  }
}

async function getJson(listener: RequestListener): Promise<unknown> {
  const { get } = await serve(listener);
  return JSON.parse((await get("/", THROUGH_PROXY)).body);
}

const resolved = {
  ip: "198.51.100.7",
  ips: ["198.51.100.7"],
  protocol: "https",
  secure: true,
  hostname: "example.com",
  clientAddress: "198.51.100.7",
};

const readRequest = ({ ip, ips, protocol, secure, hostname, proxyFix }: Request | Context): object => ({
  ip,
  ips,
  protocol,
  secure,
  hostname,
  clientAddress: proxyFix.clientAddress,
});
const answer: RequestHandler = (req, res) => void res.json(readRequest(req));

describe.each([
  ["Express 4", express4],
  ["Express 5", express5],
] as const)("%s, if a request has own properties", (_name, express) => {
  const fix = expressAdapter.proxyFix(ONE_PROXY);

  it.each<[string, PropertyDescriptor]>([
    ["ordinary", {}],
    ["read-only", { writable: false }],
    ["permanent and writable", { configurable: false }],
  ])("has the resolved values in place of %s ones", async (_how, descriptor) => {
    const app = express().use(fix, answer);
    const values = await getJson((req, res) => {
      forge(req, descriptor);
      app(req, res);
    });
    expect(values).toEqual(resolved);
  });

  it("has the resolved values if the node adapter is around the application, with and without the middleware", async () => {
    for (const app of [express().use(answer), express().use(fix, answer)]) {
      const wrapped = nodeAdapter.proxyFix(app, ONE_PROXY);
      const values = await getJson((req, res) => {
        forge(req);
        wrapped(req, res);
      });
      expect(values).toEqual(resolved);
    }
  });

  it("has the resolved values if it has objects with the names of other frameworks' properties", async () => {
    const put: RequestHandler = (req, res, next) => {
      // As express.json({ verify }) does it, to check a signature.
      Object.assign(req, { raw: Buffer.from("{}"), req, res, request: {}, response: {}, routeOptions: {} });
      next();
    };
    expect(await getJson(express().use(put, fix, answer))).toEqual(resolved);
  });

  it("has the connection's values in an error handler if the request is refused", async () => {
    const app = express().use(expressAdapter.proxyFix({ ...ONE_PROXY, allowedHosts: ["shop.example"] }));
    const show: express5.ErrorRequestHandler = (_error, req, res, _next) => void res.json([req.ip, req.protocol]);
    app.use(show);
    const values = await getJson((req, res) => {
      forge(req);
      app(req, res);
    });
    expect(values).toEqual(["127.0.0.1", "http"]);
  });

  it("has a value that a program assigns afterwards, also if a later rewrite changes nothing", async () => {
    const assign: RequestHandler = (req, _res, next) => {
      // Express's accessors have no setter.
      for (const name of ["ip", "hostname"])
        Object.defineProperty(req, name, { value: `my ${name}`, configurable: true });
      next();
    };
    const app: Express = express().use(fix, assign, expressAdapter.rewriteHeaders((headers) => headers), answer); // prettier-ignore
    expect(await getJson(app)).toEqual({ ...resolved, ip: "my ip", hostname: "my hostname" });
  });
});

describe("Connect, if a request has own properties", () => {
  it("has none that contains another client", async () => {
    const app = connect().use(expressAdapter.proxyFix(ONE_PROXY));
    app.use((req: IncomingMessage & { ip?: string; proxyFix?: { clientAddress: string } }, res: { end(text: string): void }) => res.end(JSON.stringify([req.ip, req.proxyFix?.clientAddress]))); // prettier-ignore
    const values = await getJson((req, res) => {
      forge(req);
      app(req, res);
    });
    expect(values).toEqual([null, "198.51.100.7"]);
  });
});

describe("node:http, if a request has own properties", () => {
  it("has the resolution in place of a read-only one, and throws nothing if one is permanent", async () => {
    const read: RequestListener = (req, res) => {
      const { ip, proxyFix } = req as { ip?: string; proxyFix?: { clientAddress?: string } };
      res.end(JSON.stringify([ip, proxyFix?.clientAddress, nodeAdapter.resolutionOf(req)?.clientAddress]));
    };
    const wrapped = nodeAdapter.proxyFix(read, ONE_PROXY);
    const values = [];
    for (const descriptor of [{ writable: false }, { writable: false, configurable: false }]) {
      values.push(
        await getJson((req, res) => {
          forge(req, descriptor);
          for (const name of ["originalUrl", "baseUrl"])
            Object.defineProperty(req, name, { value: "/", ...descriptor });
          wrapped(req, res);
        }),
      );
    }
    expect(values).toEqual([
      [null, "198.51.100.7", "198.51.100.7"],
      ["6.6.6.6", "6.6.6.6", "198.51.100.7"],
    ]);
  });
});

describe.each([
  ["Koa 2", koa2],
  ["Koa 3", koa3],
] as const)("%s, if a context or its request has own properties", (_name, Koa) => {
  const run = (app: koa3): RequestListener => {
    const listener = app.callback();
    return (req, res) => void listener(req, res);
  };

  it("has the resolved values", async () => {
    const app = new Koa()
      .use((ctx, next) => {
        forge(ctx);
        forge(ctx.request);
        return next();
      })
      .use(koaAdapter.proxyFix(ONE_PROXY))
      .use((ctx) => {
        ctx.body = [readRequest(ctx as unknown as Context), ctx.request.ip, ctx.request.host];
      });
    expect(await getJson(run(app))).toEqual([resolved, "198.51.100.7", "example.com"]);
  });

  it("has a value that a program assigns afterwards", async () => {
    const app = new Koa()
      .use(koaAdapter.proxyFix(ONE_PROXY))
      .use((ctx, next) => {
        ctx.request.ip = "mine";
        return next();
      })
      .use(koaAdapter.rewriteHeaders((headers) => headers))
      .use((ctx) => {
        ctx.body = [ctx.ip, ctx.protocol];
      });
    expect(await getJson(run(app))).toEqual(["mine", "https"]);
  });
});

describe.each([
  ["Fastify 4", fastify4],
  ["Fastify 5", fastify5],
] as const)("%s, if a request has own properties", (_name, fastify) => {
  it("has the resolved values", async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    app.addHook("onRequest", (request: FastifyRequest, _reply, done) => {
      forge(request);
      done();
    });
    await app.register(fastifyAdapter.proxyFix, ONE_PROXY);
    app.get("/", ({ ip, ips, protocol, proxyFix }: FastifyRequest) => [ip, ips, protocol, proxyFix.clientAddress]);
    await app.ready();
    expect(await getJson((req, res) => app.routing(req, res))).toEqual([
      "198.51.100.7",
      ["127.0.0.1", "198.51.100.7"],
      "https",
      "198.51.100.7",
    ]);
  });
});

describe("Fastify 4, if the application has decorators with the names of Fastify 5's properties", () => {
  it.each(["before", "after"])("leaves them alone if they are defined %s proxyFix", async (order) => {
    const app = fastify4();
    onTestFinished(() => app.close());
    const decorate = (): void => void app.decorateRequest("host", null as never).decorateRequest("port", null as never);
    if (order === "before") decorate();
    app.addHook(
      "onRequest",
      async (request: FastifyRequest) => void Object.assign(request, { host: "db", port: 5432 }),
    );
    await app.register(fastifyAdapter.proxyFix, ONE_PROXY);
    if (order === "after") decorate();
    app.get("/", ({ ip, host, port, hostname }: FastifyRequest) => [ip, host, port, hostname]);
    await app.ready();
    const values = await getJson((req, res) => app.routing(req, res));
    expect(values).toEqual(["198.51.100.7", "db", 5432, "example.com"]);
  });
});
