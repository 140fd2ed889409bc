/** docs/migrate/fastify.md: Fastify's trustProxy and proxyFix agree on safe requests, and differ as the page lists. */
import fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { describe, expect, it } from "vitest";
import { proxyFix, type FastifyOptions } from "../../src/adapters/fastify.js";
import { honestRequests, readProxies } from "./honest-requests.js";
import { describeDifferences, equivalentRows, evaluate, readRows } from "./page.js";
import { CLIENT, FORGED, ONE, PROXIED } from "./proxied.js";
import { expectSame, serveFrom, type Ask } from "./serve-from.js";

const PAGE = "docs/migrate/fastify.md";
const rows = readRows(PAGE);
const { default: fastify4 } = (await import("fastify4" as string)) as { readonly default: typeof fastify };

/** Serves an application that answers with the facts of its framework. */
async function serveFacts(app: FastifyInstance): Promise<Ask> {
  app.get("/", (request, reply) => {
    const { ip, ips, protocol, host, hostname, headers } = request;
    const facts = { ip, ips, protocol, host, hostname, chain: headers["x-forwarded-for"] };
    return reply.send(JSON.stringify(facts, (_, value: unknown) => value ?? null));
  });
  await app.ready();
  return serveFrom(app.server);
}

/** Returns the value that the old code sets. */
const trustOf = (code: string): unknown =>
  evaluate(code, { Fastify: ({ trustProxy }: FastifyServerOptions) => trustProxy });

const serveOld = (code: string, create: typeof fastify): Promise<Ask> =>
  serveFacts(evaluate(code, { Fastify: create }) as FastifyInstance);

async function serveNew(options: FastifyOptions, create: typeof fastify = fastify): Promise<Ask> {
  const app = create();
  await app.register(proxyFix, { warnings: false, ...options });
  return serveFacts(app);
}

/** Leaves out the list of addresses, which Fastify has with trustProxy only. */
function withoutList(ask: Ask): Ask {
  return async (request) => ({ ...((await ask(request)) as object), ips: undefined });
}

const hasNumber = (old: string): boolean => /trustProxy: \d/.test(old);
const tables = [
  ["Fastify 5", fastify, equivalentRows(rows).filter(([old]) => !hasNumber(old))],
  ["Fastify 4", fastify4, equivalentRows(rows)],
] as const;

describe.each(tables)("%s and proxyFix", (_name, create, equivalent) => {
  it.each(equivalent)("agree on honest requests: %s", async (old, row) => {
    const options = evaluate(row.options) as FastifyOptions;
    const pair = [await serveOld(old, create), await serveNew(options, create)] as const;
    const [before, after] = old.includes("trustProxy: false")
      ? ([withoutList(pair[0]), withoutList(pair[1])] as const)
      : pair;
    await expectSame(before, after, honestRequests(readProxies(trustOf(old))));
  });
});

describe("a number", () => {
  it("believes any peer in Fastify 4", async () => {
    const ask = await serveOld("Fastify({ trustProxy: 1 })", fastify4);
    expect(await ask({ peer: FORGED, headers: PROXIED })).toMatchObject({ ip: CLIENT, protocol: "https" });
  });

  it.each(rows.filter(({ old }) => hasNumber(old)).map(({ old }) => old))(
    "trusts no proxy in Fastify 5: %s",
    async (old) => {
      const ask = await serveOld(old, fastify);
      expect(await ask({ peer: "127.0.0.1", headers: PROXIED })).toMatchObject({ ip: "127.0.0.1", protocol: "http" });
    },
  );
});

describe("the rows without an equivalent", () => {
  it("are those that believe the leftmost value", async () => {
    const without = rows.filter(({ options }) => options === undefined);
    expect(without.map(({ old }) => old)).toEqual(["Fastify({ trustProxy: true })"]);
    const ask = await serveOld(without[0]!.old, fastify);
    const headers = { ...PROXIED, "x-forwarded-for": `${FORGED}, ${CLIENT}` };
    expect(await ask({ peer: "127.0.0.1", headers })).toMatchObject({ ip: FORGED });
  });
});

interface Differing {
  readonly trustProxy?: FastifyServerOptions["trustProxy"];
  readonly options?: FastifyOptions;
  readonly peer?: string;
}

/** Returns the answers of Fastify by trustProxy, and of proxyFix by options. */
async function askBoth(
  headers: Readonly<Record<string, string>>,
  { trustProxy = "127.0.0.1", options = {}, peer = "127.0.0.1" }: Differing = {},
): Promise<readonly [before: unknown, after: unknown]> {
  const before = await serveFacts(fastify({ trustProxy }));
  const request = { peer, headers };
  return [await before(request), await (await serveNew({ ...ONE, ...options }))(request)];
}

describeDifferences(PAGE, {
  "The host.": async () => {
    const answers = await askBoth({ ...PROXIED, "x-forwarded-host": "evil.example" });
    expect(answers).toMatchObject([{ host: "evil.example" }, { host: "shop.example" }]);
  },
  "Host and scheme are counted.": async () => {
    const headers = {
      ...PROXIED,
      "x-forwarded-host": "shop.example, inner.example",
      "x-forwarded-proto": "https, http",
    };
    const answers = await askBoth(headers, { options: { xHost: 2, xProto: 2 } });
    expect(answers).toMatchObject([
      { host: "inner.example", protocol: "http" },
      { host: "shop.example", protocol: "https" },
    ]);
  },
  "`request.ip` can be undefined": async () => {
    const { "x-forwarded-for": _, ...missing } = PROXIED;
    expect(await askBoth(missing)).toMatchObject([{ ip: "127.0.0.1" }, { ip: null }]);
  },
  "An IPv4 address is written as IPv4.": async () => {
    const answers = await askBoth({ host: "shop.example" }, { peer: "::ffff:127.0.0.1" });
    expect(answers).toMatchObject([{ ip: "::ffff:127.0.0.1" }, { ip: "127.0.0.1" }]);
  },
  "`request.ips` always exists": async () => {
    const ips = ["127.0.0.1", CLIENT];
    expect(await askBoth(PROXIED)).toMatchObject([{ ips }, { ips }]);
    expect(await askBoth(PROXIED, { trustProxy: false })).toMatchObject([{ ips: null }, { ips }]);
  },
  "The headers are cleaned": async () => {
    const chain = `${FORGED}, ${CLIENT}`;
    expect(await askBoth({ ...PROXIED, "x-forwarded-for": chain })).toMatchObject([{ chain }, { chain: CLIENT }]);
  },
  "A host constraint": async () => {
    const app = fastify();
    await app.register(proxyFix, { ...ONE, xHost: 1 });
    app.get("/", { constraints: { host: "inner.example" } }, ({ host }, reply) => reply.send({ host }));
    await app.ready();
    const ask = await serveFrom(app.server);
    const headers = { ...PROXIED, host: "inner.example", "x-forwarded-host": "shop.example" };
    expect(await ask({ peer: "127.0.0.1", headers })).toEqual({ host: "shop.example" });
    const swapped = { ...headers, host: "shop.example", "x-forwarded-host": "inner.example" };
    expect(await ask({ peer: "127.0.0.1", headers: swapped })).toMatchObject({ statusCode: 404 });
  },
});
