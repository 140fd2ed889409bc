import { createServer } from "node:http";

/**
 * Whom an application trusts.
 *
 * @typedef {object} Trust
 * @property {import("proxyfix").ProxyFixOptions} proxyFix
 * @property {number | string[]} express
 * @property {string[] | ((address: string, hop: number) => boolean)} fastify
 */

/**
 * One proxy in front, which writes all three headers.
 *
 * @type {Trust}
 */
const ONE_PROXY = {
  proxyFix: { xFor: 1, xProto: 1, xHost: 1 },
  express: 1,
  // Fastify takes no count any more: this is the function that stands for one.
  fastify: (_address, hop) => hop < 1,
};

/** A log that is written, and goes nowhere. */
const LOG = { stream: { write: () => undefined } };

const NETWORKS = ["loopback", "10.0.0.0/8"];

/**
 * Whatever connects from these networks.
 *
 * @type {Trust}
 */
const PROXIES = {
  proxyFix: { xProto: 1, xHost: 1, trustedProxies: NETWORKS },
  express: NETWORKS,
  fastify: NETWORKS,
};

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
  "Express 5": { variants: ["bare", "proxyFix", "own"], build: (variant) => buildExpress(variant, ONE_PROXY) },
  "Express 5, networks": { variants: ["proxyFix", "own"], build: (variant) => buildExpress(variant, PROXIES) },
  // Koa knows no networks.
  "Koa 3": { variants: ["bare", "proxyFix", "own"], build: buildKoa },
  "Fastify 5": { variants: ["bare", "proxyFix", "own"], build: (variant) => buildFastify(variant, ONE_PROXY) },
  // As most run it: its log reads address and host of each request before any hook does.
  "Fastify 5, its log": {
    variants: ["bare", "proxyFix", "own"],
    build: (variant) => buildFastify(variant, ONE_PROXY, LOG),
  },
  "Fastify 5, networks": { variants: ["proxyFix", "own"], build: (variant) => buildFastify(variant, PROXIES) },
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
    }, ONE_PROXY.proxyFix);
  }
  return (req, res) => {
    res.end(`${req.socket.remoteAddress} http ${req.headers.host}`);
  };
}

/**
 * @param {Variant} variant
 * @param {Trust} trust
 */
async function buildExpress(variant, trust) {
  const { default: express } = await import("express");
  const app = express();
  if (variant === "proxyFix") app.use((await import("proxyfix/express")).proxyFix(trust.proxyFix));
  if (variant === "own") app.set("trust proxy", trust.express);
  app.get("/path", (req, res) => {
    res.end(`${req.ip} ${req.protocol} ${req.host}`);
  });
  return createServer(app);
}

/** @param {Variant} variant */
async function buildKoa(variant) {
  const { default: Koa } = await import("koa");
  const app = new Koa(variant === "own" ? { proxy: true, maxIpsCount: 1 } : {});
  if (variant === "proxyFix") app.use((await import("proxyfix/koa")).proxyFix(ONE_PROXY.proxyFix));
  app.use((ctx) => {
    ctx.body = `${ctx.ip} ${ctx.protocol} ${ctx.host}`;
  });
  const handle = app.callback();
  return createServer((req, res) => void handle(req, res));
}

/**
 * @param {Variant} variant
 * @param {Trust} trust
 * @param {typeof LOG | false} logger
 */
async function buildFastify(variant, trust, logger = false) {
  const { default: fastify } = await import("fastify");
  const app = fastify(variant === "own" ? { logger, trustProxy: trust.fastify } : { logger });
  if (variant === "proxyFix") await app.register((await import("proxyfix/fastify")).proxyFix, trust.proxyFix);
  app.get("/path", (request, reply) => reply.send(`${request.ip} ${request.protocol} ${request.host}`));
  await app.ready();
  return app.server;
}
