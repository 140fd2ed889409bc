/** Statements that the linter has to forbid in a file, and statements that it has to allow. */
export const arrows: Readonly<
  Record<string, { readonly allowed: readonly string[]; readonly forbidden: readonly string[] }>
> = {
  "src/grammar/proto.ts": {
    allowed: [`import { a } from "./list.js";`, `import type { A } from "./list.js";`],
    forbidden: [
      `import { a } from "../errors.js";`,
      `import type { A } from "../resolution.js";`,
      `export * from "../trust/trust.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import { isIP } from "node:net";`,
      `import { isIP } from "net";`,
      `const net = await import("node:net");`,
    ],
  },
  "src/trust/trust.ts": {
    allowed: [
      `import { a } from "./networks.js";`,
      `import { a } from "../grammar/node.js";`,
      `import { a } from "../errors.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import proxyaddr from "proxy-addr";`,
    ],
    forbidden: [
      `import { a } from "../options/options.js";`,
      `import type { A } from "../options/options.js";`,
      `import { a } from "../resolve/resolver.js";`,
      `import { a } from "../rewrite/index.js";`,
      `import { a } from "../headers/compile-adapter.js";`,
      `import forwarded from "forwarded";`,
      `import { isIP } from "node:net";`,
      `export { isIP } from "node:net";`,
    ],
  },
  "src/resolution.ts": { allowed: [], forbidden: [`import type { A } from "./options/options.js";`] },
  "src/errors.ts": {
    allowed: [`import type { A } from "./resolution.js";`],
    forbidden: [
      `import { a } from "./resolution.js";`,
      `import { a } from "./options/options.js";`,
      `import { a } from "./resolve/resolver.js";`,
      `import a from "node:util";`,
    ],
  },
  "src/options/compile-options.ts": {
    allowed: [
      `import { a } from "./read-option.js";`,
      `import { a } from "../errors.js";`,
      `import { a } from "../trust/trust.js";`,
      `import { a } from "../grammar/host.js";`,
      `import type { A } from "../resolution.js";`,
    ],
    forbidden: [
      `import { a } from "../resolve/resolver.js";`,
      `import type { A } from "../resolve/resolver.js";`,
      `import { a } from "../index.js";`,
      `import { a } from "../headers/compile-adapter.js";`,
      `import { a } from "../rewrite/index.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import { env } from "node:process";`,
    ],
  },
  "src/resolve/resolver.ts": {
    allowed: [
      `import { a } from "./client.js";`,
      `import { a } from "../options/compile-options.js";`,
      `import { a } from "../trust/trust.js";`,
      `import { a } from "../grammar/list.js";`,
    ],
    forbidden: [
      `import { a } from "../index.js";`,
      `import type { A } from "../headers/compile-adapter.js";`,
      `import { a } from "../rewrite/index.js";`,
      `import proxyaddr from "proxy-addr";`,
      `import type { IncomingMessage } from "node:http";`,
    ],
  },
  "src/external-url.ts": {
    allowed: [`import type { Resolution } from "./resolution.js";`],
    forbidden: [`import { a } from "./resolve/resolver.js";`, `import { URL } from "node:url";`],
  },
  "src/index.ts": {
    allowed: [`export { a } from "./resolve/resolver.js";`, `export type { A } from "./trust/trust.js";`],
    forbidden: [`export { a } from "./adapters/node.js";`, `export { a } from "./rewrite/index.js";`],
  },
  "src/rewrite/copy.ts": {
    allowed: [
      `import { a } from "./names.js";`,
      `import { a } from "../errors.js";`,
      `import { a } from "../grammar/host.js";`,
      `import { a } from "../trust/trust.js";`,
      `import type { A } from "../resolution.js";`,
    ],
    forbidden: [
      `import { a } from "../resolve/resolver.js";`,
      `import { a } from "../headers/compile-adapter.js";`,
      `import type { A } from "../request/state.js";`,
      `import a from "node:http";`,
      `import ipaddr from "ipaddr.js";`,
    ],
  },
  "src/explain/explain.ts": {
    allowed: [
      `import { a } from "./facts/run.js";`,
      `import { a } from "../resolve/resolver.js";`,
      `import { a } from "../options/compile-options.js";`,
      `import { a } from "../trust/trust.js";`,
      `import { a } from "../grammar/list.js";`,
      `import { a } from "../errors.js";`,
      `import type { A } from "../resolution.js";`,
    ],
    forbidden: [
      `import { a } from "../headers/compile-adapter.js";`,
      `import { a } from "../rewrite/index.js";`,
      `import { a } from "../index.js";`,
      `import type { IncomingMessage } from "node:http";`,
      `import ipaddr from "ipaddr.js";`,
    ],
  },
  "src/explain/facts/run.ts": {
    allowed: [
      `import { a } from "./entries.js";`,
      `import { a } from "../../resolve/resolver.js";`,
      `import { a } from "../../options/compile-options.js";`,
      `import { a } from "../../grammar/list.js";`,
      `import type { A } from "../explanation.js";`,
    ],
    forbidden: [
      `import { a } from "../chain.js";`,
      `import { a } from "../../trust/trust.js";`,
      `import { a } from "../../headers/compile-adapter.js";`,
      `import type { IncomingMessage } from "node:http";`,
    ],
  },
  "src/headers/header-policy.ts": {
    allowed: [
      `import { a } from "./name-table.js";`,
      `import { a } from "../resolve/resolver.js";`,
      `import { a } from "../options/compile-options.js";`,
      `import { a } from "../errors.js";`,
    ],
    forbidden: [
      `import type { A } from "../request/request.js";`,
      `import { a } from "../adapters/node.js";`,
      `import type { IncomingMessage } from "node:http";`,
      `import koa from "koa";`,
    ],
  },
  "src/request/state.ts": {
    allowed: [
      `import { a } from "./read-facts.js";`,
      `import { a } from "../headers/header-record.js";`,
      `import type { A } from "../rewrite/rewrite.js";`,
      `import type { IncomingMessage } from "node:http";`,
    ],
    forbidden: [
      `import { a } from "../adapters/node.js";`,
      `import { a } from "../resolve/resolver.js";`,
      `import type { Request } from "express";`,
      `import ipaddr from "ipaddr.js";`,
    ],
  },
  "src/adapters/express.ts": {
    allowed: [
      `import { a } from "./express/base-url.js";`,
      `import { a } from "../request/state.js";`,
      `import { a } from "../headers/compile-adapter.js";`,
      `import { a } from "node:http";`,
      `import type { Request } from "express";`,
      `import type { Resolution } from "../resolution.js";`,
      `import { a } from "../options/identify-object.js";`,
      `import type { Rewrite } from "../rewrite/rewrite.js";`,
    ],
    forbidden: [
      `import express from "express";`,
      `import { type Request, request } from "express";`,
      `import { Request } from "express";`,
      `export * from "koa";`,
      `const koa = await import("koa");`,
      `import { a } from "../options/compile-options.js";`,
      `import { a } from "../resolve/resolver.js";`,
      `import { a } from "../trust/trust.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import a from "http";`,
    ],
  },
  "src/adapters/koa/url.ts": {
    allowed: [`import { a } from "../../external-url.js";`, `import type { A } from "../../resolution.js";`],
    forbidden: [
      `import { a } from "../koa.js";`,
      `import { a } from "../express/base-url.js";`,
      `import { a } from "../../resolve/resolver.js";`,
      `import koa from "koa";`,
    ],
  },
  "src/adapters/hono.ts": {
    allowed: [
      `import { a } from "./fetch/request.js";`,
      `import { a } from "../headers/compile-adapter.js";`,
      `import type { Rewrite } from "../rewrite/rewrite.js";`,
    ],
    forbidden: [
      `import { a } from "./fetch.js";`,
      `import { Buffer } from "node:buffer";`,
      `import type { IncomingMessage } from "node:http";`,
      `import type { Context } from "hono";`,
      `import { a } from "../resolve/resolver.js";`,
    ],
  },
  "src/adapters/fetch/request.ts": {
    allowed: [`import { a } from "./message.js";`, `import type { A } from "../../request/request.js";`],
    forbidden: [
      `import { a } from "../fetch.js";`,
      `import { a } from "../koa/url.js";`,
      `import { Buffer } from "node:buffer";`,
      `import type { Server } from "bun";`,
    ],
  },
  "src/somewhere-new/a.ts": { allowed: [], forbidden: [`import { a } from "../errors.js";`] },
};
