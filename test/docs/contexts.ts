// The surroundings that a block of code on a page leaves out, since its page or its reader has them already.

/** The names around a block. */
export interface Context {
  readonly pages: RegExp;
  /** Only for the blocks of these pages that contain this. */
  readonly code?: RegExp;
  /** Imports and declarations in TypeScript, before the block. */
  readonly before: readonly string[];
  /** A use of a name that the block declares, after it. */
  readonly after?: string;
}

const HTTP: readonly string[] = [
  `import { createServer, type IncomingMessage, type ServerResponse } from "node:http";`,
  "declare function handler(req: IncomingMessage, res: ServerResponse): void;",
];
const REWRITES = `import { copy, peerIn, when } from "proxyfix/rewrite";`;
const EXPRESS = [
  `import express from "express";`,
  `import { proxyFix, rewriteHeaders } from "proxyfix/express";`,
  "const app = express();",
];
const FASTIFY = [
  `import fastify from "fastify";`,
  `import { proxyFix, rewriteHeaders } from "proxyfix/fastify";`,
  "const app = fastify();",
];
const FETCH = [
  `import { proxyFix, rewriteHeaders } from "proxyfix/fetch";`,
  "declare function handler(request: Request): Response | Promise<Response>;",
];
const HAPI = [
  `import { server as createServer } from "@hapi/hapi";`,
  `import { proxyFix, rewriteHeaders } from "proxyfix/hapi";`,
  "const server = createServer();",
];
const NEST = [
  `import { NestFactory } from "@nestjs/core";`,
  `import { FastifyAdapter } from "@nestjs/platform-fastify";`,
  "class AppModule {}",
];

const README = /^README\.md$/;
const OPTIONS = `declare const options: import("proxyfix/node").AdapterOptions;`;

/** For each block without imports the first that fits it. A block that fits none is whole, as is one with imports. */
export const CONTEXTS: readonly Context[] = [
  { pages: README, code: /^createServer\(/, before: [...HTTP, OPTIONS, `import { proxyFix } from "proxyfix/node";`] },
  { pages: README, code: /^app\.use\(/, before: [...EXPRESS, OPTIONS] },
  { pages: README, code: /^await app\.register\(/, before: [...FASTIFY, OPTIONS] },
  { pages: README, code: /^await server\.register\(/, before: [...HAPI, OPTIONS] },
  { pages: README, code: /^Bun\.serve\(/, before: [...FETCH, OPTIONS] },
  {
    pages: /^docs\/deploy\/(?:cloudflare|cloudfront|vercel)\.md$|^docs\/guide\/troubleshooting\.md$/,
    code: /^const options = /m,
    before: [...HTTP, `import { proxyFix } from "proxyfix/node";`],
    after: "proxyFix(handler, options);",
  },
  {
    pages: /^docs\/deploy\//,
    code: /^createServer\(proxyFix\(handler,/m,
    before: [...HTTP, `import { proxyFix } from "proxyfix/node";`],
  },
  { pages: /^docs\/deploy\//, code: /^app\.use\(proxyFix\(/, before: EXPRESS },
  {
    pages: /^docs\/deploy\/node-http-proxy\.md$/,
    code: /^app\.register\(fastifyHttpProxy/,
    before: [...FASTIFY, `import fastifyHttpProxy from "@fastify/http-proxy";`],
  },
  { pages: /^docs\/adapters\/express\.md$/, code: /^pinoHttp\(/, before: [`import { pinoHttp } from "pino-http";`] },
  { pages: /^docs\/adapters\/express\.md$/, code: /^app\.use/m, before: [...EXPRESS, REWRITES] },
  {
    pages: /^docs\/adapters\/(?:nest|fastify)\.md$/,
    code: /new FastifyAdapter/,
    before: [...NEST, `import { proxyFix } from "proxyfix/fastify";`],
  },
  { pages: /^docs\/adapters\/nest\.md$/, before: [...NEST, `import { proxyFix } from "proxyfix/express";`] },
  {
    pages: /^docs\/adapters\/fastify\.md$/,
    code: /^await app\.register/m,
    before: [
      ...FASTIFY,
      REWRITES,
      `import fastifyStatic from "@fastify/static";`,
      `import { externalUrl } from "proxyfix";`,
      "declare const root: string;",
    ],
  },
  {
    pages: /^docs\/adapters\/fetch\.md$/,
    code: /^app\.wrap/,
    before: [
      `import { Elysia } from "elysia";`,
      `import { proxyFix } from "proxyfix/fetch";`,
      "const app = new Elysia();",
    ],
  },
  {
    pages: /^docs\/adapters\/fetch\.md$/,
    code: /env\.connection/,
    before: [
      `import { proxyFix } from "proxyfix/fetch";`,
      "interface Env { readonly connection: { readonly address: string; readonly port: number } }",
      "declare const app: { fetch(request: Request, env: Env): Response };",
    ],
  },
  {
    pages: /^docs\/adapters\/fetch\.md$/,
    code: /^(?:Bun|Deno)\.serve/m,
    before: [...FETCH, REWRITES, "declare const app: { readonly fetch: typeof handler };"],
  },
  {
    pages: /^docs\/adapters\/hapi\.md$/,
    code: /^(?:await|const .* = await) server\./m,
    before: [...HAPI, REWRITES],
  },
  {
    pages: /^docs\/adapters\/hono\.md$/,
    code: /^app\.use/m,
    before: [
      REWRITES,
      `import { Hono } from "hono";`,
      `import { proxyFix, rewriteHeaders } from "proxyfix/hono";`,
      "const app = new Hono();",
    ],
  },
  {
    pages: /^docs\/adapters\/koa\.md$/,
    code: /^app\.use/m,
    before: [
      REWRITES,
      `import Koa from "koa";`,
      `import { proxyFix, rewriteHeaders } from "proxyfix/koa";`,
      "const app = new Koa();",
    ],
  },
  {
    pages: /^docs\/adapters\/websocket-routes\.md$/,
    code: /proxyFixServer\(/,
    before: [
      `import { createServer } from "node:http";`,
      `import express from "express";`,
      `import expressWs from "express-ws";`,
      `import { proxyFixServer, type NodeOptions } from "proxyfix/node";`,
      "const app = express();",
      "declare const options: NodeOptions;",
    ],
  },
  {
    pages: /^docs\/guide\//,
    code: /req\.proxyFix\.original/,
    before: [
      `import type { ServerResponse } from "node:http";`,
      `import type { ProxyFixOptions } from "proxyfix";`,
      `import { explain } from "proxyfix/explain";`,
      `import type { ResolvedRequest } from "proxyfix/node";`,
      "declare const req: ResolvedRequest;",
      "declare const res: ServerResponse;",
      "declare const options: ProxyFixOptions;",
    ],
  },
  {
    pages: /^docs\/recipes\/graphql-yoga\.md$/,
    before: [
      `import { createServer } from "node:http";`,
      `import { createSchema, createYoga } from "graphql-yoga";`,
      `import { proxyFix } from "proxyfix/node";`,
      `const yoga = createYoga({ schema: createSchema({ typeDefs: "type Query { hello: String }" }) });`,
    ],
  },
  {
    // @react-router/express is not installed: a function of its signature.
    pages: /^docs\/recipes\/react-router\.md$/,
    before: [
      ...EXPRESS,
      `import type { RequestHandler } from "express";`,
      "declare function createRequestHandler(options: { build: unknown; getLoadContext?: unknown }): RequestHandler;",
      "declare const build: unknown;",
      "declare const getLoadContext: unknown;",
    ],
  },
  {
    // @trpc/server is not installed: its standalone adapter returns a server of node:http.
    pages: /^docs\/recipes\/trpc\.md$/,
    before: [
      `import type { Server } from "node:http";`,
      `import { proxyFixServer } from "proxyfix/node";`,
      "declare function createHTTPServer(options: { router: unknown; createContext?: unknown }): Server;",
      "declare const router: unknown;",
      "declare const createContext: unknown;",
    ],
  },
];

/**
 * The globals and modules that the pages use and that nothing installed declares: the part that they use.
 *
 * Bun's and Deno's own types clash with Node's.
 */
export const DECLARATIONS: Readonly<Record<string, readonly string[]>> = {
  Bun: [
    "interface BunServer { requestIP(request: Request): { address: string; port: number } | null }",
    "declare const Bun: {",
    "  serve(options: { fetch(request: Request, server: BunServer): Response | Promise<Response> }): unknown;",
    "};",
  ],
  Deno: [
    "interface DenoInfo { readonly remoteAddr: { readonly hostname: string; readonly port: number } }",
    "declare const Deno: {",
    "  serve(handler: (request: Request, info: DenoInfo) => Response | Promise<Response>): unknown;",
    "};",
  ],
  // Deno's way to import a package from npm.
  "npm:proxyfix/fetch": [`declare module "npm:proxyfix/fetch" { export * from "proxyfix/fetch"; }`],
  // A framework with an installation of its own, in test/servers.
  next: [
    `declare module "next" {`,
    `  import type { RequestListener } from "node:http";`,
    "  interface Next { prepare(): Promise<void>; getRequestHandler(): RequestListener }",
    "  export default function next(options: { dev: boolean; dir: string }): Next;",
    "}",
  ],
  // The output of SvelteKit's adapter for Node.
  "./build/handler.js": [
    `declare module "*/build/handler.js" {`,
    `  export const handler: import("node:http").RequestListener;`,
    "}",
  ],
  // No package declares the messages of a channel: a subscriber gets this package's own type.
  "proxyfix:resolution": [
    `declare module "node:diagnostics_channel" {`,
    `  import type { ResolutionMessage } from "proxyfix/node";`,
    `  function subscribe(name: "proxyfix:resolution", onMessage: (message: ResolutionMessage) => void): void;`,
    "}",
  ],
};
