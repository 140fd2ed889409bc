// The tests' application for each framework. Its facts are the framework's own properties, since unmodified
// applications read those.
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import express5 from "express";
import fastify5 from "fastify";
import koa3 from "koa";
import { proxyFix as expressProxyFix } from "../../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../../src/adapters/koa.js";
import type { ProxyFixOptions, Resolution } from "../../../src/index.js";
import { answerWithFacts, createArrivals } from "./facts-page.js";
import type { TestApp } from "./node-app.js";

// The older versions have no types of their own here; only what they share with the newer ones is used.
const importOlder = async <Current>(name: string): Promise<Current> => {
  const loaded = (await import(name)) as { readonly default: Current };
  return loaded.default;
};
const express4 = await importOlder<typeof express5>("express4");
const koa2 = await importOlder<typeof koa3>("koa2");
const fastify4 = await importOlder<typeof fastify5>("fastify4");

/** The facts in a framework's own properties. */
interface OwnFacts {
  readonly ip: string | undefined;
  readonly protocol: string;
  readonly host: string | undefined;
}

type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  resolution: Resolution,
  own: OwnFacts,
) => Promise<void>;
type Build = (options: ProxyFixOptions, answer: Answer) => RequestListener | Promise<RequestListener>;

/** Creates an application of a framework, with a strict twin. */
async function createFrameworkApp(build: Build, options: ProxyFixOptions): Promise<TestApp> {
  const arrivals = createArrivals();
  const log: string[] = [];
  const answer: Answer = (request, response, resolution, { ip, protocol, host }) => {
    const { hostname, port, prefix, origin, issues, addresses, clientPort } = resolution;
    const proto = protocol === "https" ? "https" : "http";
    const facts = {
      clientAddress: ip,
      clientPort,
      addresses,
      proto,
      host,
      hostname,
      port,
      prefix,
      origin,
      issues,
    } as const;
    return answerWithFacts({ request, response, resolution: facts }, arrivals, log);
  };
  const lenient = await build(options, answer);
  const refusing = await build({ ...options, strict: true }, answer);
  let strict = false;
  const server = createServer((request, response) => {
    arrivals.note(request);
    (strict ? refusing : lenient)(request, response);
  });
  return { server, log, setStrict: (value) => (strict = value) };
}

function buildExpress(express: typeof express5): Build {
  return (options, answer) => {
    const app = express();
    app.use(expressProxyFix(options));
    app.use((request, response) => {
      const own = { ip: request.ip, protocol: request.protocol, host: request.get("host") };
      void answer(request, response, request.proxyFix, own);
    });
    return (request, response) => void app(request, response);
  };
}

function buildKoa(Koa: typeof koa3): Build {
  return (options, answer) => {
    const app = new Koa();
    app.use(koaProxyFix(options));
    app.use(async (ctx) => {
      ctx.respond = false;
      ctx.status = 200;
      const { proxyFix } = ctx as typeof ctx & { proxyFix: Resolution };
      await answer(ctx.req, ctx.res, proxyFix, {
        ip: ctx.ip || undefined,
        protocol: ctx.protocol,
        host: ctx.host || undefined,
      });
    });
    const listener = app.callback();
    return (request, response) => void listener(request, response);
  };
}

/** @param hostOf - Fastify 4 has the port in `hostname`, Fastify 5 in `host` */
function buildFastify(fastify: typeof fastify5, hostOf: "host" | "hostname"): Build {
  return async (options, answer) => {
    let listener: RequestListener | undefined;
    const app = fastify({
      serverFactory: (handler) => {
        listener = handler;
        return createServer(handler);
      },
    });
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    await app.register(fastifyProxyFix, options);
    app.all("/*", async (request, reply) => {
      reply.hijack();
      const { proxyFix, ip, protocol } = request as typeof request & { proxyFix: Resolution };
      await answer(request.raw, reply.raw, proxyFix, { ip, protocol, host: request[hostOf] || undefined });
    });
    await app.ready();
    if (listener === undefined) throw new Error("Fastify made no server");
    return listener;
  };
}

/** The application for each framework and version, by its name in tables. */
export const FRAMEWORKS: Readonly<Record<string, (options: ProxyFixOptions) => Promise<TestApp>>> = {
  "Express 5": (options) => createFrameworkApp(buildExpress(express5), options),
  "Express 4": (options) => createFrameworkApp(buildExpress(express4), options),
  "Koa 3": (options) => createFrameworkApp(buildKoa(koa3), options),
  "Koa 2": (options) => createFrameworkApp(buildKoa(koa2), options),
  "Fastify 5": (options) => createFrameworkApp(buildFastify(fastify5, "host"), options),
  "Fastify 4": (options) => createFrameworkApp(buildFastify(fastify4, "hostname"), options),
};
