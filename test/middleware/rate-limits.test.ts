import { afterEach, describe, expect, it, vi } from "vitest";
import fastifyRateLimit from "@fastify/rate-limit";
import { ipKeyGenerator, rateLimit, type Options } from "express-rate-limit";
import koaRateLimit from "koa-ratelimit";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { EXPRESSES, fastify5, KOAS } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, OPTIONS, OTHER_CLIENT, serve, type Site } from "./site.js";

/** Sends two requests of one client, with different forged addresses, and one of another client. */
async function visitThrice(site: Site): Promise<number[]> {
  const forwarded = [`${FORGED}, ${CLIENT}`, `203.0.113.67, ${CLIENT}`, `${FORGED}, ${OTHER_CLIENT}`];
  const statuses: number[] = [];
  for (const value of forwarded) {
    const { status } = await site.visit("/", behindEdge(CLIENT, { "x-forwarded-for": value }));
    statuses.push(status);
  }
  return statuses;
}

/** Sends two requests of clients that the proxy does not know. */
async function visitUnknown(site: Site): Promise<number[]> {
  const statuses: number[] = [];
  for (const forged of [FORGED, "203.0.113.67"]) {
    const { status } = await site.visit("/", behindEdge(CLIENT, { "x-forwarded-for": `${forged}, unknown` }));
    statuses.push(status);
  }
  return statuses;
}

describe.each(EXPRESSES)("express-rate-limit on %s", (_, express) => {
  // Its validation reports to the console.
  const reports = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  for (const report of reports) report.mockImplementation(() => {});
  afterEach(() => reports.forEach((report) => report.mockClear()));
  const listReports = (): string[] =>
    reports.flatMap(({ mock }) => mock.calls.map(([error]) => (error as { code?: string }).code ?? String(error)));

  const serveLimited = (
    trust: unknown,
    fix?: ReturnType<typeof proxyFix>,
    options: Partial<Options> = {},
  ): Promise<Site> => {
    const app = express();
    if (trust !== undefined) app.set("trust proxy", trust);
    if (fix !== undefined) app.use(fix);
    app.use(rateLimit({ limit: 1, ...options }));
    return serve(app.use((_req, res) => void res.end()));
  };

  it("limits all clients as one without proxyFix, and reports the header", async () => {
    const site = await serveLimited(undefined);
    expect(await visitThrice(site)).toEqual([200, 429, 429]);
    expect(listReports()).toContain("ERR_ERL_UNEXPECTED_X_FORWARDED_FOR");
  });

  it("counts forged addresses if trust proxy is true, and reports that", async () => {
    const site = await serveLimited(true);
    expect(await visitThrice(site)).toEqual([200, 200, 429]);
    expect(listReports()).toContain("ERR_ERL_PERMISSIVE_TRUST_PROXY");
  });

  it("limits each client with proxyFix, and reports nothing", async () => {
    const site = await serveLimited(undefined, proxyFix(OPTIONS));
    expect(await visitThrice(site)).toEqual([200, 429, 200]);
    expect(listReports()).toEqual([]);
  });

  it("reports nothing if Forwarded is believed", async () => {
    const site = await serveLimited(undefined, proxyFix({ forwarded: 1, trustedPeers: "loopback" }));
    const headers = behindEdge(CLIENT, { forwarded: `for=${FORGED}, for=${CLIENT};proto=https` });
    expect((await site.visit("/", headers)).status).toBe(200);
    expect((await site.visit("/", headers)).status).toBe(429);
    expect(listReports()).toEqual([]);
  });

  it("reports ERR_ERL_FORWARDED_HEADER if Forwarded is believed and the socket is a view, and limits each client", async () => {
    const options = { forwarded: 1, trustedPeers: "loopback", socket: true } as const;
    const headersOf = (client: string) => behindEdge(client, { forwarded: `for=${FORGED}, for=${client}` });
    const site = await serveLimited(undefined, proxyFix(options));
    expect((await site.visit("/", headersOf(CLIENT))).status).toBe(200);
    expect((await site.visit("/", headersOf(CLIENT))).status).toBe(429);
    expect((await site.visit("/", headersOf(OTHER_CLIENT))).status).toBe(200);
    expect(listReports()).toEqual(["ERR_ERL_FORWARDED_HEADER"]);
    for (const report of reports) report.mockClear();

    const keyed = await serveLimited(undefined, proxyFix(options), {
      keyGenerator: ({ ip = "" }) => ipKeyGenerator(ip),
    });
    expect((await keyed.visit("/", headersOf(CLIENT))).status).toBe(200);
    expect(listReports()).toEqual([]);
  });

  it("limits clients with unknown addresses as one, and reports that only without a keyGenerator", async () => {
    const site = await serveLimited(undefined, proxyFix(OPTIONS));
    expect(await visitUnknown(site)).toEqual([200, 429]);
    expect(listReports()).toEqual(["ERR_ERL_UNDEFINED_IP_ADDRESS"]);
    for (const report of reports) report.mockClear();

    const keyGenerator: Options["keyGenerator"] = ({ ip }) => (ip === undefined ? "unknown" : ipKeyGenerator(ip));
    const keyed = await serveLimited(undefined, proxyFix(OPTIONS), { keyGenerator });
    expect(await visitUnknown(keyed)).toEqual([200, 429]);
    expect(await visitThrice(keyed)).toEqual([200, 429, 200]);
    expect(listReports()).toEqual([]);
  });
});

describe("@fastify/rate-limit", () => {
  type RateLimitOptions = Parameters<typeof fastifyRateLimit>[1];
  async function serveLimited(trustProxy: boolean, fix: boolean, options: RateLimitOptions = {}): Promise<Site> {
    const app = fastify5({ trustProxy });
    if (fix) await app.register(fastifyProxyFix, OPTIONS);
    await app.register(fastifyRateLimit, { max: 1, ...options });
    app.get("/", () => "");
    await app.ready();
    return serve(app.server);
  }

  it("limits all clients as one without proxyFix, and counts forged addresses if trustProxy is true", async () => {
    expect(await visitThrice(await serveLimited(false, false))).toEqual([200, 429, 429]);
    expect(await visitThrice(await serveLimited(true, false))).toEqual([200, 200, 429]);
  });

  it("limits each client with proxyFix", async () => {
    expect(await visitThrice(await serveLimited(false, true))).toEqual([200, 429, 200]);
  });

  it("answers clients with unknown addresses with 500 unless it has a keyGenerator", async () => {
    expect(await visitUnknown(await serveLimited(false, true))).toEqual([500, 500]);
    const keyed = await serveLimited(false, true, { keyGenerator: ({ ip }) => ip ?? "unknown" });
    expect(await visitUnknown(keyed)).toEqual([200, 429]);
    expect(await visitThrice(keyed)).toEqual([200, 429, 200]);
  });
});

describe.each(KOAS)("koa-ratelimit on %s", (_, Koa) => {
  function serveLimited(
    proxy: boolean,
    fix: boolean,
    options: Partial<koaRateLimit.MiddlewareOptions> = {},
  ): Promise<Site> {
    const app = new Koa({ proxy });
    app.silent = true;
    if (fix) app.use(koaProxyFix(OPTIONS));
    app.use(koaRateLimit({ driver: "memory", db: new Map(), max: 1, ...options }));
    app.use((ctx) => {
      ctx.body = "";
      ctx.status = 200;
    });
    const answer = app.callback();
    return serve((req, res) => void answer(req, res));
  }

  it("limits all clients as one without proxyFix, and counts forged addresses if app.proxy is true", async () => {
    expect(await visitThrice(await serveLimited(false, false))).toEqual([200, 429, 429]);
    expect(await visitThrice(await serveLimited(true, false))).toEqual([200, 200, 429]);
  });

  it("limits each client with proxyFix", async () => {
    expect(await visitThrice(await serveLimited(false, true))).toEqual([200, 429, 200]);
  });

  it("answers clients with unknown addresses with 500 unless it has its own `id`", async () => {
    expect(await visitUnknown(await serveLimited(false, true))).toEqual([500, 500]);
    const identified = await serveLimited(false, true, { id: (ctx) => ctx.ip || "unknown" });
    expect(await visitUnknown(identified)).toEqual([200, 429]);
    expect(await visitThrice(identified)).toEqual([200, 429, 200]);
  });
});
