import { createServer } from "node:http";

/** One proxy in front, which writes all three headers. */
const OPTIONS = { xFor: 1, xProto: 1, xHost: 1 };

/**
 * How an application learns of its client: not at all, by proxyFix, or by its framework's own setting.
 *
 * @typedef {"bare" | "proxyFix" | "own"} Variant
 */

/**
 * Builds an application's server. All variants of one read the same properties, and answer with what they say.
 *
 * A process loads its own framework and no other, as a program does.
 *
 * @typedef {(variant: Variant) => Promise<import("node:http").Server>} Build
 */

/** @type {Record<string, { variants: Variant[], build: Build }>} */
export const frameworks = {
  "node:http": { variants: ["bare", "proxyFix"], build: async (variant) => createServer(await buildListener(variant)) },
  "Express 5": {
    variants: ["bare", "proxyFix", "own"],
    build: async (variant) => createServer(await buildExpress(variant)),
  },
  "Koa 3": { variants: ["bare", "proxyFix", "own"], build: async (variant) => createServer(await buildKoa(variant)) },
  "Fastify 5": { variants: ["bare", "proxyFix", "own"], build: buildFastify },
};

/**
 * @param {Variant} variant
 * @returns {Promise<import("node:http").RequestListener>}
 */
async function buildListener(variant) {
  if (variant === "proxyFix") {
    const { proxyFix } = await import("proxyfix/node");
    return proxyFix((req, res) => {
      const { clientAddress, proto, host } = req.proxyFix;
      res.end(`${clientAddress} ${proto} ${host}`);
    }, OPTIONS);
  }
  return (req, res) => {
    res.end(`${req.socket.remoteAddress} http ${req.headers.host}`);
  };
}

/** @param {Variant} variant */
async function buildExpress(variant) {
  const { default: express } = await import("express");
  const app = express();
  if (variant === "proxyFix") app.use((await import("proxyfix/express")).proxyFix(OPTIONS));
  if (variant === "own") app.set("trust proxy", 1);
  app.get("/path", (req, res) => {
    res.end(`${req.ip} ${req.protocol} ${req.host}`);
  });
  return app;
}

/** @param {Variant} variant */
async function buildKoa(variant) {
  const { default: Koa } = await import("koa");
  const app = new Koa(variant === "own" ? { proxy: true, maxIpsCount: 1 } : {});
  if (variant === "proxyFix") app.use((await import("proxyfix/koa")).proxyFix(OPTIONS));
  app.use((ctx) => {
    ctx.body = `${ctx.ip} ${ctx.protocol} ${ctx.host}`;
  });
  const handle = app.callback();
  return /** @type {import("node:http").RequestListener} */ ((req, res) => void handle(req, res));
}

/** @param {Variant} variant */
async function buildFastify(variant) {
  const { default: fastify } = await import("fastify");
  // Fastify takes no count any more: this is the function that stands for one.
  const app = fastify(variant === "own" ? { trustProxy: (_address, hop) => hop < 1 } : {});
  if (variant === "proxyFix") await app.register((await import("proxyfix/fastify")).proxyFix, OPTIONS);
  app.get("/path", (request, reply) => reply.send(`${request.ip} ${request.protocol} ${request.host}`));
  await app.ready();
  return app.server;
}
