import { Elysia } from "elysia";
import { getRequestHost, getRequestIP, getRequestProtocol, getRequestURL, H3 } from "h3";
import * as h3v1 from "h3v1";
import { proxyFix } from "../../src/adapters/fetch.js";
import { buildHandledSite, buildHonoSite, buildStrictSite } from "./hono-site.js";
import type { Helpers, RuntimeHandler } from "./runtime.js";

const OPTIONS = { trustedPeers: "loopback", xHost: 1, xPrefix: 1 } as const;

/** An application of h3, which reads what its helpers return. */
export function buildH3Site(): RuntimeHandler {
  const app = new H3().get("/who", (event) => ({
    url: event.req.url,
    eventUrl: event.url.href,
    requestUrl: getRequestURL(event, { xForwardedHost: true }).href,
    address: getRequestIP(event),
    forwarded: getRequestIP(event, { xForwardedFor: true }),
    protocol: getRequestProtocol(event),
    host: getRequestHost(event, { xForwardedHost: true }),
    header: event.req.headers.get("x-forwarded-for"),
  }));
  return proxyFix((request: Request) => app.fetch(request), OPTIONS) as RuntimeHandler;
}

function buildH3v1Site(): RuntimeHandler {
  const who = h3v1.eventHandler((event) => ({
    url: event.web?.request?.url,
    requestUrl: h3v1.getRequestURL(event, { xForwardedHost: true }).href,
    address: h3v1.getRequestIP(event, { xForwardedFor: true }),
    header: h3v1.getRequestHeader(event, "x-forwarded-for"),
  }));
  const app = h3v1.createApp().use(h3v1.createRouter().get("/who", who));
  const handler = h3v1.toWebHandler(app);
  return proxyFix((request: Request) => handler(request), OPTIONS) as RuntimeHandler;
}

function buildElysiaSite(): RuntimeHandler {
  const app = new Elysia().get("/who", ({ request, headers, path }) => ({
    url: request.url,
    path,
    header: headers["x-forwarded-for"],
    host: headers["host"],
  }));
  return proxyFix((request: Request) => app.fetch(request), OPTIONS) as RuntimeHandler;
}

/** Applications of real frameworks, by the names that requests have for them. */
export function buildSites(helpers: Omit<Helpers, "websocket">): Readonly<Record<string, RuntimeHandler>> {
  return {
    hono: buildHonoSite(helpers),
    "hono-strict": buildStrictSite(helpers),
    "hono-handled": buildHandledSite(),
    h3: buildH3Site(),
    "h3-1": buildH3v1Site(),
    "elysia-site": buildElysiaSite(),
  };
}
