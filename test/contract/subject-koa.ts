import koa3, { type Context } from "koa";
import { proxyFix, rewriteHeaders, type KoaMiddleware } from "../../src/adapters/koa.js";
import { koa2 } from "./older.js";
import { observe } from "./seen.js";
import { ANSWERED, externalTarget, hostnameOf, type Layer, type Subject, type Truth } from "./subject.js";

const toMiddleware = (layer: Layer): KoaMiddleware =>
  "fix" in layer ? proxyFix(layer.fix) : rewriteHeaders(layer.rewrite);

function readKoa(ctx: Context): Record<string, unknown> {
  const { ip, ips, protocol, secure, host, hostname, subdomains, href, url, originalUrl, request } = ctx;
  const properties = { ip, ips, protocol, secure, host, hostname, subdomains, href, url, originalUrl };
  const ofRequest = { ip: request.ip, host: request.host, href: request.href, originalUrl: request.originalUrl };
  return {
    ...properties,
    URL: String((ctx.URL as URL | { href: undefined }).href),
    ofRequest,
    proxyFix: typeof ctx.proxyFix,
  };
}

function listKoaProperties(truth: Truth): Record<string, unknown> {
  const { clientAddress: ip = "", addresses, proto, host = "", target } = truth;
  const hostname = hostnameOf(host) ?? "";
  const isAddress = /^([\d.]+|\[.*)$/.test(hostname);
  const originalUrl = externalTarget(truth);
  // The authority of an absolute-form target is the client's own text.
  const path = target.startsWith("/") ? originalUrl : truth.prefix + new URL(target).pathname + new URL(target).search;
  const href = host === "" ? path : `${proto}://${host}${path}`;
  return {
    ...{
      ip,
      ips: addresses,
      protocol: proto,
      secure: proto === "https",
      host,
      hostname,
      href,
      url: target,
      originalUrl,
    },
    subdomains: isAddress ? [] : hostname.split(".").reverse().slice(2),
    URL: host === "" ? "undefined" : href,
    ofRequest: { ip, host, href, originalUrl },
    proxyFix: "object",
  };
}

function createSubject(name: string, Koa: typeof koa3): Subject {
  return {
    name,
    listProperties: listKoaProperties,
    build(layers) {
      const app = new Koa();
      app.silent = true;
      for (const layer of layers) app.use(toMiddleware(layer));
      app.use(async (ctx: Context) => {
        ctx.set(ANSWERED, "yes");
        ctx.body = await observe(ctx.req, () => readKoa(ctx));
      });
      return app.callback();
    },
  };
}

export const koaSubjects: readonly Subject[] = [createSubject("Koa 2", koa2), createSubject("Koa 3", koa3)];
