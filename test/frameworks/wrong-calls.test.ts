import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Hapi, { type Lifecycle } from "@hapi/hapi";
import connect from "connect";
import express from "express";
import fastify, { type FastifyInstance } from "fastify";
import Koa from "koa";
import polka from "polka";
import { describe, expect, it, onTestFinished } from "vitest";
import * as environModule from "../../src/adapters/environ.js";
import * as expressModule from "../../src/adapters/express.js";
import * as fastifyModule from "../../src/adapters/fastify.js";
import * as hapiModule from "../../src/adapters/hapi.js";
import * as honoModule from "../../src/adapters/hono.js";
import * as koaModule from "../../src/adapters/koa.js";
import * as nodeModule from "../../src/adapters/node.js";
import { createResolver } from "../../src/index.js";
import { copy } from "../../src/rewrite/index.js";
import { listenForWarnings } from "../request/warnings.js";
import { express4, fastify4, koa2 } from "../contract/older.js";
import { serve } from "./serve.js";

const OPTIONS = { trustedPeers: "loopback" } as const;
const rewrite = copy("x-a", "x-b");
const handler = (_req: object, res: ServerResponse): unknown => res.end("reached");

type Fn = (...args: never[]) => unknown;

/** Calls a middleware in a hook, with the properties on Node's request that @fastify/middie copies there. */
function callAsMiddie(app: FastifyInstance, middleware: Fn): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { id, hostname, protocol, ip, ips, log } = request;
    Object.assign(request.raw, { id, hostname, protocol, ip, ips, log });
    middleware(request.raw as never, reply.raw as never, done as never);
  });
}

type Row = readonly [mistake: string, fn: Fn, message: string];

const uncalled = (use: string): string => `\`app.use\`: got ${use}`;
const from = (module: string, right: string): string =>
  `\`app.use\`: got a function of proxyfix/${module}; expected one of proxyfix/${right}: import from there, and write app.use(proxyFix({ … }))`;

const inExpress: readonly Row[] = [
  ["proxyFix", expressModule.proxyFix, uncalled("proxyFix, which was not called; write app.use(proxyFix({ … }))")],
  ["rewriteHeaders", expressModule.rewriteHeaders, uncalled("rewriteHeaders, which was not called")],
  ["proxyFix of Koa's adapter", koaModule.proxyFix, from("koa", "express")],
  ["proxyFix(…) of Koa's adapter", koaModule.proxyFix(OPTIONS), from("koa", "express")],
  ["rewriteHeaders(…) of Koa's adapter", koaModule.rewriteHeaders(rewrite), from("koa", "express")],
  ["the plugin of Fastify's adapter", fastifyModule.proxyFix, from("fastify", "express")],
  ["rewriteHeaders of Fastify's adapter", fastifyModule.rewriteHeaders, from("fastify", "express")],
  ["the plugin of hapi's adapter", hapiModule.proxyFix as unknown as Fn, from("hapi", "express")],
  ["proxyFix of the node adapter", nodeModule.proxyFix, from("node", "express")],
  ["proxyFixServer of the node adapter", nodeModule.proxyFixServer, from("node", "express")],
  ["proxyFix of the environ adapter", environModule.proxyFix, from("environ", "express")],
  ["proxyFix(…) of the environ adapter", environModule.proxyFix(OPTIONS), from("environ", "express")],
  ["rewriteEnviron(…)", environModule.rewriteEnviron(rewrite), from("environ", "express")],
];
const inKoa: readonly Row[] = [
  ["proxyFix", koaModule.proxyFix, uncalled("proxyFix, which was not called; write app.use(proxyFix({ … }))")],
  ["rewriteHeaders", koaModule.rewriteHeaders, uncalled("rewriteHeaders, which was not called")],
  ["proxyFix of Express's adapter", expressModule.proxyFix, from("express", "koa")],
  ["the plugin of Fastify's adapter", fastifyModule.proxyFix, from("fastify", "koa")],
  ["the plugin of hapi's adapter", hapiModule.proxyFix as unknown as Fn, from("hapi", "koa")],
  ["proxyFix of the node adapter", nodeModule.proxyFix, from("node", "koa")],
  ["proxyFix(…) of the environ adapter", environModule.proxyFix(OPTIONS), from("environ", "koa")],
];

describe.each([
  ["Express 5", () => express()],
  ["Express 4", () => express4()],
  ["Connect", () => connect()],
])("app.use of %s throws when the program starts, given", (_name, create) => {
  it.each(inExpress)("%s", (_mistake, fn, message) => {
    const app = create() as { use(fn: Fn): unknown };
    expect(() => app.use(fn)).toThrow(message);
    expect(() => app.use(fn)).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION" }) as Error);
  });

  it("nothing wrong that a tracer names first: then it does not throw", () => {
    for (const fn of [
      expressModule.proxyFix(OPTIONS),
      expressModule.rewriteHeaders(rewrite),
      nodeModule.proxyFix(handler),
    ]) {
      expect(Reflect.set(fn, "_name", "middleware")).toBe(true);
      expect([Reflect.get(fn, "_name"), Reflect.get(fn, "handle")]).toEqual(["middleware", undefined]);
    }
  });

  it("nothing wrong: then it does not throw", async () => {
    const app = create() as { use(...fns: Fn[]): unknown };
    app.use(expressModule.proxyFix(OPTIONS));
    app.use(nodeModule.proxyFix(handler, OPTIONS) as Fn);
    expect((await (await serve(app as never)).get("/")).body).toBe("reached");
  });
});

describe.each([
  ["Koa 3", () => new Koa()],
  ["Koa 2", () => new koa2()],
])("app.use of %s throws when the program starts, given", (_name, create) => {
  it.each(inKoa)("%s", (_mistake, fn, message) => {
    expect(() => create().use(fn as never)).toThrow(message);
  });
});

describe("a route or a framework that does not look at functions answers the first request with status 500, given", () => {
  type App = (req: IncomingMessage, res: ServerResponse) => void;
  const ofExpress = (fn: Fn): App => {
    const answer: express.ErrorRequestHandler = (error: Error, _req, res, _next) =>
      void res.status(500).end(error.message);
    return express()
      .get("/", fn as express.RequestHandler)
      .use(answer);
  };
  const ofExpress4 = (fn: Fn): App => {
    const answer: express.ErrorRequestHandler = (error: Error, _req, res, _next) =>
      void res.status(500).end(error.message);
    return express4()
      .get("/", fn as express.RequestHandler)
      .use(answer);
  };
  const ofKoa = (fn: Fn): App => {
    const app = new Koa().use(async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        ctx.status = 500;
        ctx.body = (error as Error).message;
      }
    });
    const listener = app.use((ctx, next) => (fn as Koa.Middleware)(ctx, next) as Promise<unknown>).callback();
    return (req, res) => void listener(req, res);
  };

  const rows: readonly [string, (fn: Fn) => App, Fn, string][] = [ofExpress, ofExpress4].flatMap((create) => [
    ["Express's own proxyFix", create, expressModule.proxyFix, "`options`: got a request; expected an object such as"],
    ["Express's own proxyFix", create, expressModule.proxyFix, "write app.use(proxyFix({ … }))"],
    ["Koa's middleware", create, koaModule.proxyFix(OPTIONS), "`middleware` was called with a request; got a function of proxyfix/koa; expected one of proxyfix/express"], // prettier-ignore
    ["Fastify's plugin", create, fastifyModule.proxyFix, "`plugin` was called with a request; it is not called by hand: write await app.register(proxyFix, { … }); for Express import from proxyfix/express"], // prettier-ignore
    ["the node adapter", create, nodeModule.proxyFix, "`handler`: got a request; expected a request listener"],
    ["the node adapter", create, nodeModule.proxyFix, "write createServer(proxyFix(handler, { … }))"],
    ["the environ adapter", create, environModule.proxyFix(OPTIONS), "`environ`: got a request; expected the variables of a gateway"], // prettier-ignore
    ["a resolver", create, createResolver(OPTIONS), "`resolver` was called with two arguments; a resolver is no middleware: it receives the facts of a request alone; import proxyFix from proxyfix/express"], // prettier-ignore
  ]);
  const ofContexts: typeof rows = [
    ["Koa's own proxyFix", ofKoa, koaModule.proxyFix, "`options`: got a context of Koa; expected an object such as"],
    ["Express's middleware", ofKoa, expressModule.proxyFix(OPTIONS), "`middleware` was called with a context of Koa; got a function of proxyfix/express; expected one of proxyfix/koa"], // prettier-ignore
    ["the node adapter's listener", ofKoa, nodeModule.proxyFix(handler, OPTIONS), "`listener` was called by Koa; got a function of proxyfix/node; expected one of proxyfix/koa"], // prettier-ignore
    [
      "the node adapter's listener",
      ofKoa,
      nodeModule.rewriteHeaders(handler, rewrite),
      "`listener` was called by Koa; ",
    ],
    ["Fastify's plugin", ofKoa, fastifyModule.proxyFix, "`plugin` was called with a context of Koa"],
    ["a resolver", ofKoa, createResolver(OPTIONS), "`resolver` was called with two arguments; a resolver is no middleware"], // prettier-ignore
    ["the environ adapter", ofKoa, environModule.proxyFix(OPTIONS), "`environ`: got a context of Koa"],
  ];
  it.each([...rows, ...ofContexts])("%s", async (_mistake, create, fn, message) => {
    const { get } = await serve(create(fn));
    for (let visit = 0; visit < 2; visit++) {
      const { status, body } = await get("/", { "X-Forwarded-For": "203.0.113.7" });
      expect([status, Buffer.from(body, "latin1").toString()]).toEqual([500, expect.stringContaining(message)]);
    }
  });

  it("Koa's middleware in Polka", async () => {
    const errors: Error[] = [];
    const onError = (error: unknown, _req: object, res: ServerResponse): void => {
      errors.push(error as Error);
      res.writeHead(500).end();
    };
    const app = polka({ onError: onError as never }).get("/", handler as never);
    app.use((req, res, next) => {
      try {
        (koaModule.proxyFix(OPTIONS) as Fn)(req as never, res as never, next as never);
      } catch (error) {
        next(error as Error);
      }
    });
    const { get } = await serve(app.handler.bind(app) as never);
    expect((await get("/")).status).toBe(500);
    expect(errors[0]?.message).toContain("expected one of proxyfix/express");
  });
});

describe.each([
  ["Fastify 5", fastify],
  ["Fastify 4", fastify4],
])("%s", (_name, create) => {
  type App = FastifyInstance;
  const open = (): App => {
    const app = create() as unknown as App;
    onTestFinished(() => app.close());
    return app;
  };

  it("answers with status 500 and the message if @fastify/middie or the like calls Express's middleware", async () => {
    const app = open();
    callAsMiddie(app, expressModule.proxyFix(OPTIONS));
    app.setErrorHandler((error: Error, _request, reply) => reply.code(500).send(error.message));
    app.get("/", () => "reached");
    const { statusCode, body } = await app.inject("/");
    expect([statusCode, body]).toEqual([500, expect.stringContaining("expected one of proxyfix/fastify")]);
  });

  it("accepts Express's middleware behind its own plugin, which has resolved the request", async () => {
    const app = open();
    await app.register(fastifyModule.proxyFix, OPTIONS);
    callAsMiddie(app, expressModule.proxyFix(OPTIONS));
    app.get("/", ({ ip }) => ip);
    const { body } = await app.inject({ url: "/", headers: { "x-forwarded-for": "203.0.113.66, 198.51.100.7" } });
    expect(body).toBe("198.51.100.7");
  });

  it("is not given a plugin that was called by hand: the call throws at once", () => {
    const call = (): unknown => open().register((fastifyModule.proxyFix as Fn)(OPTIONS as never) as never);
    expect(call).toThrow("`plugin` was called with an object; it is not called by hand: write await app.register(proxyFix, { … })"); // prettier-ignore
  });

  it.each<[string, Fn, string]>([
    ["Express's middleware", expressModule.proxyFix(OPTIONS), "`middleware` was called with an instance of Fastify; got a function of proxyfix/express; expected one of proxyfix/fastify: import from there, and write await app.register(proxyFix, { … })"], // prettier-ignore
    ["Koa's middleware", koaModule.proxyFix(OPTIONS), "expected one of proxyfix/fastify"],
  ])("does not start with %s registered", async (_mistake, fn, message) => {
    const app = open();
    const start = async (): Promise<void> => {
      await app.register(fn as never);
      await app.ready();
    };
    await expect(start()).rejects.toThrow(message);
  });

  // Fastify does not catch what a plugin throws at once: the program ends at its start, with this message.
  it.each<[string, Fn]>([
    ["Express's proxyFix", expressModule.proxyFix],
    ["Koa's proxyFix", koaModule.proxyFix],
    ["the environ adapter's proxyFix", environModule.proxyFix],
    ["the node adapter's proxyFix", nodeModule.proxyFix],
    ["Hono's proxyFix", honoModule.proxyFix],
  ])("is shown its own plugin if it is given %s, which was not called", (_mistake, fn) => {
    const call = (): unknown => fn(open() as never, OPTIONS as never);
    expect(call).toThrow("got an instance of Fastify; expected ");
    expect(call).toThrow("; write await app.register(proxyFix, { … }), with proxyFix of proxyfix/fastify");
  });

  it.each<[string, Fn, string]>([
    ["the plugin", fastifyModule.proxyFix, "`plugin` was called with a request of Fastify; it is no hook: write await app.register(proxyFix, { … })"], // prettier-ignore
    ["Express's middleware", expressModule.proxyFix(OPTIONS), "`middleware` was called with a request of Fastify; got a function of proxyfix/express"], // prettier-ignore
  ])("answers the first request with status 500 and the message if %s is a hook", async (_mistake, fn, message) => {
    const app = open();
    app.addHook("onRequest", fn as never);
    app.setErrorHandler((error: Error, _request, reply) => reply.code(500).send(error.message));
    app.get("/", () => "reached");
    const { statusCode, body } = await app.inject("/");
    expect([statusCode, body]).toEqual([500, expect.stringContaining(message)]);
  });

  it("does not start if options of its own are passed to the plugin, and is shown the equivalents", async () => {
    for (const [options, message] of [
      [{ prefix: "/app" }, "`prefix` is not an option here; the path under which your proxy mounts the application"],
      [{ logLevel: "warn" }, "`logLevel` is not an option here; it belongs to the plugin's routes"],
      [{ trustProxy: 1 }, '{ trustedPeers: "loopback", xFor: 1, xProto: 1 }'],
      [{ socket: true }, "there is none: proxyfix/node, proxyfix/express and proxyfix/koa have it; for Fastify"],
    ] as const) {
      const app = open();
      const start = async (): Promise<void> => {
        await app.register(fastifyModule.proxyFix, options as never);
      };
      await expect(start()).rejects.toThrow(message);
    }
  });
});

describe("hapi", () => {
  it.each<[string, Fn]>([
    ["express", expressModule.proxyFix],
    ["express", expressModule.proxyFix(OPTIONS)],
    ["express", expressModule.rewriteHeaders],
    ["koa", koaModule.proxyFix],
    ["koa", koaModule.proxyFix(OPTIONS) as Fn],
    ["koa", koaModule.rewriteHeaders],
    ["fastify", fastifyModule.proxyFix],
    ["fastify", fastifyModule.rewriteHeaders],
    ["node", nodeModule.proxyFix],
    ["environ", environModule.proxyFix(OPTIONS) as Fn],
  ])("does not register a function of proxyfix/%s, and shows the right import and call", async (module, fn) => {
    const message = `\`server.register\`: got a function of proxyfix/${module}; expected one of proxyfix/hapi: import from there, and write await server.register({ plugin: proxyFix, options: { … } })`; // prettier-ignore
    for (const item of [fn, { plugin: fn, options: OPTIONS }]) {
      await expect(Hapi.server().register(item as never)).rejects.toThrow(message);
    }
  });

  it.each<[string, () => unknown, string]>([
    ["proxyFix", () => (hapiModule.proxyFix as unknown as Fn)(OPTIONS as never), "write await server.register({ plugin: proxyFix, options: { … } })"], // prettier-ignore
    ["rewriteHeaders", () => (hapiModule.rewriteHeaders as unknown as Fn)(rewrite as never), "write await server.register({ plugin: rewriteHeaders, options: { rewrite } })"], // prettier-ignore
  ])("has a plugin %s that throws if it is called by hand", (_name, call, message) => {
    expect(call).toThrow("`plugin` was called with ");
    expect(call).toThrow(message);
  });

  it.each<[string, Fn]>([
    ["express", expressModule.proxyFix(OPTIONS)],
    ["koa", koaModule.proxyFix(OPTIONS) as Fn],
  ])(
    "answers the first request with status 500 if the middleware of proxyfix/%s is an extension",
    async (module, fn) => {
      const server = Hapi.server({ debug: false });
      server.ext("onRequest", fn as unknown as Lifecycle.Method);
      const errors: unknown[] = [];
      server.events.on({ name: "request", channels: "error" }, (_request, { error }) => errors.push(error));
      expect((await server.inject("/")).statusCode).toBe(500);
      const message = `\`middleware\` was called with a request of hapi; got a function of proxyfix/${module}; expected one of proxyfix/hapi`; // prettier-ignore
      expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(message) as string })]);
    },
  );

  it("does not start if its own trust or another adapter's option is passed to the plugin", async () => {
    for (const [options, message] of [
      [{ trustProxy: 1 }, '{ trustedPeers: "loopback", xFor: 1, xProto: 1 }'],
      [{ socket: true }, "for hapi to proxyFixServer(server.listener, { … })"],
      [Hapi.server(), "`options`: got a server of hapi; expected an object such as"],
    ] as const) {
      const register = Hapi.server().register({ plugin: hapiModule.proxyFix, options: options as never });
      await expect(register).rejects.toThrow(message);
    }
  });
});

describe("a resolver", () => {
  it("may be given to map, which passes an index and an array too", () => {
    const facts = { headers: { host: "shop.example" } };
    expect([facts, facts].map(createResolver({})).map(({ host }) => host)).toEqual(["shop.example", "shop.example"]);
  });
});

describe("a server", () => {
  it.each<[string, Fn, string]>([
    ["proxyFix", nodeModule.proxyFix, "createServer(proxyFix(handler, { … }))"],
    ["rewriteHeaders", nodeModule.rewriteHeaders, "createServer(rewriteHeaders(handler, rewrite))"],
    ["proxyFixServer", nodeModule.proxyFixServer, "proxyFixServer(createServer(handler), { … })"],
  ])(
    "that is given %s itself answers with status 500, and one process warning names the call",
    async (name, fn, call) => {
      const listWarnings = listenForWarnings();
      const { get } = await serve(fn as never);
      for (const target of ["/", "/again"]) {
        expect(await get(target)).toMatchObject({ status: 500, body: "Internal Server Error\n" });
      }
      const message = `A server was given ${name}, which was not called, and answers each request with status 500: write ${call}.`;
      expect(listWarnings()).toEqual([[message, { type: "ProxyFixWarning", code: "PROXYFIX_NOT_CALLED" }]]);
    },
  );

  it("that is given proxyFix of the node adapter itself is shown the right call", () => {
    const server = createServer(nodeModule.proxyFix as never);
    const message = "proxyFix itself was given to a server or to app.use: write createServer(proxyFix(handler, { … }))";
    expect(() => server.emit("request", { headers: {}, method: "GET" } as never, {} as never)).toThrow(message);
  });
});

describe("proxyFix", () => {
  it.each<[string, () => unknown, string]>([
    ["an application", () => expressModule.proxyFix(express() as never), "`options`: got an application of Express; expected an object such as"], // prettier-ignore
    ["a server", () => expressModule.proxyFix(createServer() as never), "`options`: got a server; expected an object"],
    ["Koa's application", () => koaModule.proxyFix(new Koa() as never), "`options`: got an application of Koa; expected an object"], // prettier-ignore
    ["a class instance", () => environModule.proxyFix(new Map() as never), "`options`: got an instance of Map; expected an object such as { trustedPeers: \"loopback\", xFor: 1, xProto: 1 }; write proxyFix({ … })(process.env)"], // prettier-ignore
    ["a server", () => nodeModule.proxyFix(handler, createServer() as never), "write proxyFix(handler, { … })"],
    ["nothing but inherited options", () => environModule.proxyFix(Object.create({ xFor: 2 }) as object), "got an object that inherits from another"], // prettier-ignore
    ["the variables", () => environModule.proxyFix(process.env as never), "`options`: got the variables of the process; expected an object such as { trustedPeers: \"loopback\", xFor: 1, xProto: 1 }; write proxyFix({ … })(process.env)"], // prettier-ignore
    ["the variables of a request", () => environModule.proxyFix({ REMOTE_ADDR: "10.0.0.1" } as never), "`options`: got the variables of a gateway; "], // prettier-ignore
    [
      "socket",
      () => environModule.proxyFix({ socket: true } as never),
      "`socket` is not an option here; there is none",
    ],
  ])("given %s in place of options, shows the call that was meant", (_received, call, message) => {
    expect(call).toThrow(message);
  });
});
