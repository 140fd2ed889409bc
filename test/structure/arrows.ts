/** Which statement in which file the linter has to forbid, and which it has to leave alone. */
export const arrows: Readonly<
  Record<string, { readonly allowed: readonly string[]; readonly forbidden: readonly string[] }>
> = {
  "src/values/proto.ts": {
    allowed: [`import { a } from "../list.js";`, `import type { A } from "../list.js";`],
    forbidden: [
      `import { a } from "../../errors.js";`,
      `import type { A } from "../../resolution.js";`,
      `export * from "../../trust/trust.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import { isIP } from "node:net";`,
      `import { isIP } from "net";`,
      `const net = await import("node:net");`,
    ],
  },
  "src/trust/trust.ts": {
    allowed: [
      `import { a } from "../networks.js";`,
      `import { a } from "../../values/node.js";`,
      `import { a } from "../../errors.js";`,
      `import type { A } from "../../options.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import proxyaddr from "proxy-addr";`,
    ],
    forbidden: [
      `import { a } from "../../options.js";`,
      `import { a } from "../../resolver.js";`,
      `import { a } from "../../rewrite/index.js";`,
      `import { a } from "../../adapters/engine.js";`,
      `import forwarded from "forwarded";`,
      `import { isIP } from "node:net";`,
      `export { isIP } from "node:net";`,
    ],
  },
  "src/resolution.ts": { allowed: [], forbidden: [`import type { A } from "../options.js";`] },
  "src/errors.ts": {
    allowed: [`import type { A } from "../resolution.js";`],
    forbidden: [
      `import { a } from "../options.js";`,
      `import { a } from "../resolver.js";`,
      `import a from "node:util";`,
    ],
  },
  "src/options-plan.ts": {
    allowed: [
      `import { a } from "../options-values.js";`,
      `import { a } from "../errors.js";`,
      `import { a } from "../trust/trust.js";`,
      `import { a } from "../values/host.js";`,
    ],
    forbidden: [
      `import { a } from "../resolver.js";`,
      `import { a } from "../index.js";`,
      `import { a } from "../adapters/engine.js";`,
      `import { a } from "../rewrite/index.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import { env } from "node:process";`,
    ],
  },
  "src/resolver.ts": {
    allowed: [
      `import { a } from "../options-plan.js";`,
      `import { a } from "../chain.js";`,
      `import { a } from "../trust/trust.js";`,
      `import { a } from "../values/list.js";`,
    ],
    forbidden: [
      `import { a } from "../index.js";`,
      `import type { A } from "../adapters/engine.js";`,
      `import proxyaddr from "proxy-addr";`,
      `import type { IncomingMessage } from "node:http";`,
    ],
  },
  "src/external-url.ts": {
    allowed: [`import type { Resolution } from "../resolution.js";`],
    forbidden: [`import { a } from "../resolver.js";`, `import { URL } from "node:url";`],
  },
  "src/index.ts": {
    allowed: [`export { a } from "../resolver.js";`],
    forbidden: [`export { a } from "../adapters/node.js";`, `export { a } from "../rewrite/index.js";`],
  },
  "src/rewrite/copy.ts": {
    allowed: [
      `import { a } from "../names.js";`,
      `import { a } from "../../errors.js";`,
      `import { a } from "../../values/host.js";`,
      `import { a } from "../../trust/trust.js";`,
      `import type { A } from "../../resolution.js";`,
    ],
    forbidden: [
      `import { a } from "../../resolver.js";`,
      `import { a } from "../../adapters/engine.js";`,
      `import type { A } from "../../adapters/engine.js";`,
      `import a from "node:http";`,
      `import ipaddr from "ipaddr.js";`,
    ],
  },
  "src/adapters/express.ts": {
    allowed: [
      `import { a } from "../engine.js";`,
      `import { a } from "../node-request.js";`,
      `import { a } from "node:http";`,
      `import type { Request } from "express";`,
      `import type { Resolution } from "../../resolution.js";`,
      `import type { Rewrite } from "../../rewrite/index.js";`,
    ],
    forbidden: [
      `import express from "express";`,
      `import { type Request, request } from "express";`,
      `import { Request } from "express";`,
      `export * from "koa";`,
      `const koa = await import("koa");`,
      `import { a } from "../../resolver.js";`,
      `import { a } from "../../trust/trust.js";`,
      `import ipaddr from "ipaddr.js";`,
      `import a from "http";`,
    ],
  },
  "src/adapters/engine.ts": {
    allowed: [
      `import { a } from "../../resolver.js";`,
      `import { a } from "../../trust/trust.js";`,
      `import { a } from "../../rewrite/index.js";`,
      `import { a } from "../verified-headers.js";`,
      `import type { IncomingMessage } from "node:http";`,
    ],
    forbidden: [`import express from "express";`, `import ipaddr from "ipaddr.js";`],
  },
  "src/adapters/verified-headers.ts": {
    allowed: [`import { a } from "../../errors.js";`],
    forbidden: [`import koa from "koa";`],
  },
  "src/somewhere-new/a.ts": { allowed: [], forbidden: [`import { a } from "../../errors.js";`] },
};
