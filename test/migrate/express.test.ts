/** docs/migrate/express.md: Express's trust proxy and proxyFix agree on safe requests, and differ as the page lists. */
import { rateLimit } from "express-rate-limit";
import express, { type Express } from "express";
import { describe, expect, it, vi } from "vitest";
import { proxyFix, type ExpressOptions } from "../../src/adapters/express.js";
import { EXPRESSES } from "../middleware/frameworks.js";
import { honestRequests, readProxies } from "./honest-requests.js";
import { describeDifferences, equivalentRows, evaluate, readRows } from "./page.js";
import { CLIENT, FORGED, ONE, PROXIED } from "./proxied.js";
import { expectSame, serveFrom, type Ask } from "./serve-from.js";

const PAGE = "docs/migrate/express.md";
const rows = readRows(PAGE);

/** Returns the value that the old code sets. */
const trustOf = (code: string): unknown => evaluate(code, { app: { set: (_name: string, value: unknown) => value } });

/** Serves an application that answers with the facts of its framework. */
function serveFacts(app: Express): Promise<Ask> {
  app.use((req, res) => {
    const { ip = null, ips, protocol, hostname, secure, headers } = req;
    // Express 4 has no port in `host`.
    res.json({
      ip,
      ips,
      protocol,
      host: req.get("host"),
      hostname,
      secure,
      chain: headers["x-forwarded-for"] ?? null,
      real: headers["x-real-ip"] ?? null,
    });
  });
  return serveFrom(app);
}

function serveOld(code: string, create: typeof express = express): Promise<Ask> {
  const app = create();
  evaluate(code, { app });
  return serveFacts(app);
}

const serveNew = (options: ExpressOptions, create: typeof express = express): Promise<Ask> =>
  serveFacts(create().use(proxyFix({ warnings: false, ...options })));

describe.each(EXPRESSES)("%s and proxyFix", (_name, create) => {
  it.each(equivalentRows(rows))("agree on honest requests: %s", async (old, row) => {
    const options = evaluate(row.options) as ExpressOptions;
    await expectSame(
      await serveOld(old, create),
      await serveNew(options, create),
      honestRequests(readProxies(trustOf(old))),
    );
  });
});

describe("the rows without an equivalent", () => {
  it("are those that believe the leftmost value", async () => {
    const without = rows.filter(({ options }) => options === undefined);
    expect(without.map(({ old }) => old)).toEqual(['app.set("trust proxy", true)']);
    const ask = await serveOld(without[0]!.old);
    const answer = await ask({ peer: "127.0.0.1", headers: { "x-forwarded-for": `${FORGED}, ${CLIENT}` } });
    expect(answer).toMatchObject({ ip: FORGED });
  });
});

/** Returns the answers of Express by a value of trust proxy, and of proxyFix by options. */
async function askBoth(
  trust: unknown,
  options: ExpressOptions,
  headers: Readonly<Record<string, string>>,
  peer = "127.0.0.1",
): Promise<readonly [before: unknown, after: unknown]> {
  const before = await serveFacts(express().set("trust proxy", trust));
  return [await before({ peer, headers }), await (await serveNew(options))({ peer, headers })];
}

describe("the text of the table", () => {
  it("is right that a number believes any peer", async () => {
    const [before, after] = await askBoth(1, ONE, PROXIED, FORGED);
    expect([before, after]).toMatchObject([{ ip: CLIENT }, { ip: FORGED }]);
  });

  it("is right about the arguments of a function, and that only true means trusted", async () => {
    const calls: [string, number][] = [];
    const record = (address: string, hop: number): boolean => {
      calls.push([address, hop]);
      return hop === 0;
    };
    const headers = { ...PROXIED, "x-forwarded-for": `${CLIENT}, 10.0.0.5` };
    await (
      await serveNew({ trustedProxies: record, xFor: 2 })
    )({ peer: "127.0.0.1", headers });
    expect(new Set(calls.map(String))).toEqual(new Set(["127.0.0.1,0", "10.0.0.5,1"]));
    const truthy = (): boolean => 1 as unknown as boolean;
    const [before, after] = await askBoth(truthy, { trustedProxies: truthy }, PROXIED);
    expect([before, after]).toMatchObject([{ ip: CLIENT }, { ip: "127.0.0.1" }]);
  });

  it("is right that the default of xFor is 1 with a function", async () => {
    const headers = { ...PROXIED, "x-forwarded-for": `${CLIENT}, 10.0.0.5` };
    const [before, after] = await askBoth(() => true, { trustedProxies: () => true }, headers);
    expect([before, after]).toMatchObject([{ ip: CLIENT }, { ip: "10.0.0.5" }]);
  });
});

describeDifferences(PAGE, {
  "The host.": async () => {
    const headers = { ...PROXIED, "x-forwarded-host": "evil.example" };
    const [before, after] = await askBoth("loopback", ONE, headers);
    expect([before, after]).toMatchObject([{ hostname: "evil.example" }, { hostname: "shop.example" }]);
  },
  "Host and scheme are counted too.": async () => {
    const headers = {
      ...PROXIED,
      "x-forwarded-host": "evil.example, shop.example",
      "x-forwarded-proto": "http, https",
    };
    const [before, after] = await askBoth(1, { ...ONE, xHost: 1 }, headers);
    expect(before).toMatchObject({ hostname: "evil.example", protocol: "http" });
    expect(after).toMatchObject({ hostname: "shop.example", protocol: "https" });
  },
  "A count is exact.": async () => {
    const [before, after] = await askBoth(2, { ...ONE, xFor: 2 }, PROXIED);
    expect([before, after]).toMatchObject([{ ip: CLIENT }, { ip: null }]);
  },
  "`req.ip` can be undefined": async () => {
    const { "x-forwarded-for": _, ...missing } = PROXIED;
    const answers = [
      ...(await askBoth(1, ONE, missing)),
      ...(await askBoth(1, ONE, { ...PROXIED, "x-forwarded-for": "unknown" })),
    ];
    expect(answers).toMatchObject([{ ip: "127.0.0.1" }, { ip: null }, { ip: "unknown" }, { ip: null }]);
  },
  "An IPv4 address is written as IPv4.": async () => {
    const [before, after] = await askBoth(1, ONE, { host: "shop.example" }, "::ffff:127.0.0.1");
    expect([before, after]).toMatchObject([{ ip: "::ffff:127.0.0.1" }, { ip: "127.0.0.1" }]);
  },
  "The headers are cleaned.": async () => {
    const headers = { ...PROXIED, "x-forwarded-for": `${FORGED}, ${CLIENT}`, "x-real-ip": FORGED };
    const [before, after] = await askBoth(1, ONE, headers);
    expect(before).toMatchObject({ chain: headers["x-forwarded-for"], real: FORGED });
    expect(after).toMatchObject({ chain: CLIENT, real: null });
  },
  "An address with a port": async () => {
    const [before, after] = await askBoth(1, ONE, { ...PROXIED, "x-forwarded-for": `${CLIENT}:4711` });
    expect([before, after]).toMatchObject([{ ip: `${CLIENT}:4711` }, { ip: CLIENT }]);
  },
  "express-rate-limit": async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const listCodes = (): unknown[] =>
      report.mock.calls.splice(0).map(([error]) => (error as { readonly code?: string }).code);
    const visit = async (app: Express): Promise<unknown[]> => {
      const ask = await serveFacts(app.use(rateLimit()));
      await ask({ peer: "127.0.0.1", headers: PROXIED });
      return listCodes();
    };
    expect(await visit(express())).toEqual(["ERR_ERL_UNEXPECTED_X_FORWARDED_FOR"]);
    expect(await visit(express().set("trust proxy", true))).toEqual(["ERR_ERL_PERMISSIVE_TRUST_PROXY"]);
    expect(await visit(express().use(proxyFix(ONE)))).toEqual([]);
    report.mockRestore();
  },
});
