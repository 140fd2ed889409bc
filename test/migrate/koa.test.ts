/** docs/migrate/koa.md: Koa's app.proxy and proxyFix agree on safe requests, and differ as the page lists. */
import Koa from "koa";
import { describe, expect, it } from "vitest";
import { proxyFix, type KoaOptions } from "../../src/adapters/koa.js";
import { KOAS } from "../middleware/frameworks.js";
import { countProxies, honestRequests, moveAddress } from "./honest-requests.js";
import { describeDifferences, equivalentRows, evaluate, readRows } from "./page.js";
import { CLIENT, FORGED, ONE, PROXIED } from "./proxied.js";
import { expectSame, serveFrom, type Ask } from "./serve-from.js";

const PAGE = "docs/migrate/koa.md";
const rows = readRows(PAGE);

/** Serves an application that answers with the facts of its framework. */
function serveFacts(app: Koa): Promise<Ask> {
  app.use((ctx) => {
    const { ip, ips, protocol, host, hostname, href, secure, headers } = ctx;
    const chain = headers["x-forwarded-for"] ?? null;
    ctx.body = { ip, ips, protocol, host, hostname, href, secure, chain };
  });
  const answer = app.callback();
  return serveFrom((req, res) => void answer(req, res));
}

const serveOld = (code: string, Constructor: typeof Koa = Koa): Promise<Ask> =>
  serveFacts(evaluate(code, { Koa: Constructor }) as Koa);

const serveNew = (options: KoaOptions, Constructor: typeof Koa = Koa): Promise<Ask> =>
  serveFacts(new Constructor().use(proxyFix({ warnings: false, ...options })));

/** Returns the number of proxies that the old code counts; a header with one address needs no count. */
function countOf(code: string): number {
  function Options(options: object): object {
    return options;
  }
  const { proxy, maxIpsCount = 1 } = evaluate(code, { Koa: Options }) as { proxy: boolean; maxIpsCount?: number };
  return proxy ? maxIpsCount : 0;
}

/** The header that contains the client's address by the options. */
function nameOf({ clientAddressHeader, headerNames }: KoaOptions): string {
  return (clientAddressHeader as string | undefined) ?? headerNames?.for ?? "x-forwarded-for";
}

describe.each(KOAS)("%s and proxyFix", (_name, Constructor) => {
  it.each(equivalentRows(rows))("agree on honest requests: %s", async (old, row) => {
    const options = evaluate(row.options) as KoaOptions;
    const requests = honestRequests(countProxies(countOf(old))).map((request) => moveAddress(request, nameOf(options)));
    await expectSame(await serveOld(old, Constructor), await serveNew(options, Constructor), requests);
  });
});

describe("the rows without an equivalent", () => {
  it("are those that believe every peer and the leftmost value", async () => {
    const without = rows.filter(({ options }) => options === undefined);
    expect(without.map(({ old }) => old)).toEqual(["new Koa({ proxy: true })"]);
    const ask = await serveOld(without[0]!.old);
    const answer = await ask({ peer: "192.0.2.17", headers: { "x-forwarded-for": `${FORGED}, ${CLIENT}` } });
    expect(answer).toMatchObject({ ip: FORGED });
  });
});

/** Returns the answers of Koa with a proxy, and of proxyFix by options. */
async function askBoth(
  headers: Readonly<Record<string, string>>,
  {
    maxIpsCount = 1,
    peer = "127.0.0.1",
    encrypted = false,
    ...options
  }: KoaOptions & { readonly maxIpsCount?: number; readonly peer?: string; readonly encrypted?: boolean } = {},
): Promise<readonly [before: unknown, after: unknown]> {
  const before = await serveFacts(new Koa({ proxy: true, maxIpsCount }));
  const request = { peer, headers, encrypted };
  return [await before(request), await (await serveNew({ ...ONE, ...options }))(request)];
}

it("Koa believes any peer", async () => {
  expect(await askBoth(PROXIED, { peer: FORGED })).toMatchObject([{ ip: CLIENT }, { ip: FORGED }]);
});

describeDifferences(PAGE, {
  "The host.": async () => {
    const answers = await askBoth({ ...PROXIED, "x-forwarded-host": "evil.example" });
    expect(answers).toMatchObject([{ host: "evil.example" }, { host: "shop.example" }]);
  },
  "Host and scheme are counted too.": async () => {
    const headers = {
      ...PROXIED,
      "x-forwarded-host": "evil.example, shop.example",
      "x-forwarded-proto": "http, https",
    };
    const answers = await askBoth(headers, { xHost: 1 });
    expect(answers).toMatchObject([{ href: "http://evil.example/" }, { href: "https://shop.example/" }]);
  },
  "A count is exact.": async () => {
    expect(await askBoth(PROXIED, { maxIpsCount: 2, xFor: 2 })).toMatchObject([{ ip: CLIENT }, { ip: "" }]);
  },
  '`ctx.ip` can be `""`': async () => {
    const { "x-forwarded-for": _, ...missing } = PROXIED;
    expect(await askBoth(missing)).toMatchObject([{ ip: "127.0.0.1" }, { ip: "" }]);
  },
  "An IPv4 address is written as IPv4.": async () => {
    const answers = await askBoth({ host: "shop.example" }, { peer: "::ffff:127.0.0.1" });
    expect(answers).toMatchObject([{ ip: "::ffff:127.0.0.1" }, { ip: "127.0.0.1" }]);
  },
  "TLS to the application": async () => {
    const answers = await askBoth({ ...PROXIED, "x-forwarded-proto": "http" }, { encrypted: true });
    expect(answers).toMatchObject([{ protocol: "https" }, { protocol: "http" }]);
  },
  "The headers are cleaned.": async () => {
    const chain = `${FORGED}, ${CLIENT}`;
    expect(await askBoth({ ...PROXIED, "x-forwarded-for": chain })).toMatchObject([{ chain }, { chain: CLIENT }]);
  },
});
