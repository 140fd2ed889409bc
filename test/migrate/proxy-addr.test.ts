/** docs/migrate/proxy-addr.md: proxy-addr and proxyFix agree on safe requests, and differ as the page lists. */
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { proxyFix, type NodeOptions } from "../../src/adapters/node.js";
import { createResolver, type ProxyFixOptions } from "../../src/index.js";
import { countProxies, honestRequests, readProxies, type ProxiesInFront } from "./honest-requests.js";
import { describeDifferences, equivalentRows, evaluate, readRows } from "./page.js";
import { CLIENT, FORGED } from "./proxied.js";
import { expectSame, serveFrom, type Ask } from "./serve-from.js";

const PAGE = "docs/migrate/proxy-addr.md";
const rows = readRows(PAGE);

type Call = (req: object, trust: unknown) => string;
// By require, since the package has no types and the published ones import Node's.
const proxyaddr = createRequire(import.meta.url)("proxy-addr") as Call & {
  readonly all: (req: object, trust?: unknown) => string[];
  readonly compile: (networks: readonly string[]) => (address: string) => boolean;
};

/** A function that has all that proxy-addr has, and answers with the list of addresses as well. */
const recorder: Call = (req, trust) => JSON.stringify([proxyaddr(req, trust), proxyaddr.all(req, trust).reverse()]);
const recording = Object.assign(recorder, { all: proxyaddr.all, compile: proxyaddr.compile });

/** Returns the proxies that the old code trusts: a count, or those of a list or a function. */
function proxiesOf(code: string): ProxiesInFront {
  const count = /hop < (\d)/.exec(code)?.[1];
  if (count !== undefined) return countProxies(Number(count));
  const compile = (list: unknown): unknown => list;
  return readProxies(
    evaluate(code, { proxyaddr: Object.assign((_req: object, trust: unknown) => trust, { compile }), req: {} }),
  );
}

/** Serves the old code. */
function serveOld(code: string): Promise<Ask> {
  return serveFrom((req, res) => void res.end(evaluate(code, { proxyaddr: recording, req })));
}

/** Serves the new options; the peer is the last of the addresses in the old list, and not in the new one. */
function serveNew(options: NodeOptions): Promise<Ask> {
  return serveFrom(
    proxyFix(
      (req, res) => {
        const { clientAddress = null, addresses } = req.proxyFix;
        res.end(JSON.stringify([clientAddress, [...addresses, req.socket.remoteAddress]]));
      },
      { warnings: false, ...options },
    ),
  );
}

describe("proxy-addr and proxyFix", () => {
  it.each(equivalentRows(rows))("agree on honest requests: %s", async (old, row) => {
    const options = evaluate(row.options) as NodeOptions;
    await expectSame(await serveOld(old), await serveNew(options), honestRequests(proxiesOf(old)));
  });

  it("have two rows without an equivalent, which believe every value of the client", () => {
    const without = rows.filter(({ options }) => options === undefined).map(({ old }) => old);
    expect(without).toEqual(["proxyaddr(req, () => true)", "proxyaddr.all(req)"]);
    const req = createRequest(`${FORGED}, ${CLIENT}`);
    expect(without.map((code) => evaluate(code, { proxyaddr, req }))).toEqual([FORGED, ["127.0.0.1", CLIENT, FORGED]]);
  });
});

function createRequest(chain: string | undefined, remoteAddress = "127.0.0.1"): object {
  const headers = chain === undefined ? { via: "1.1 proxy" } : { "x-forwarded-for": chain };
  return { headers, socket: { remoteAddress } };
}

/** Returns the address by proxy-addr, and the address and port by proxyFix. */
function findBoth(
  chain: string | undefined,
  peerAddress = "127.0.0.1",
  options: ProxyFixOptions = { trustedProxies: "loopback" },
): unknown[] {
  const req = createRequest(chain, peerAddress) as { readonly headers: Record<string, string> };
  const { clientAddress, clientPort } = createResolver(options)({ headers: req.headers, peerAddress });
  return [proxyaddr(req, "loopback"), clientAddress, clientPort];
}

describeDifferences(PAGE, {
  "An address or nothing.": () => {
    expect(findBoth("unknown")).toEqual(["unknown", undefined, undefined]);
  },
  "The address can be undefined": () => {
    expect(findBoth(undefined)).toEqual(["127.0.0.1", undefined, undefined]);
  },
  "An empty value is counted.": () => {
    expect(findBoth(`${FORGED}, `)).toEqual([FORGED, undefined, undefined]);
  },
  "An address with a port": () => {
    expect(findBoth(`${CLIENT}:4711`)).toEqual([`${CLIENT}:4711`, CLIENT, 4711]);
  },
  "An IPv4 address is written as IPv4.": () => {
    const peer = "::ffff:127.0.0.1";
    const { clientAddress } = createResolver({ trustedProxies: "loopback" })({ headers: {}, peerAddress: peer });
    expect([proxyaddr({ headers: {}, socket: { remoteAddress: peer } }, "loopback"), clientAddress]).toEqual([
      peer,
      "127.0.0.1",
    ]);
  },
  "Wide networks are refused.": () => {
    for (const network of ["10.0.0.0/7", "fc00::/6", "10.1.0.0"]) {
      expect(proxyaddr.compile([network])).toBeTypeOf("function");
      expect(() => createResolver({ trustedProxies: network })).toThrow(
        expect.objectContaining({ code: "ERR_PROXYFIX_OPTION" }),
      );
    }
  },
  "The headers are cleaned.": async () => {
    const ask = await serveFrom(
      proxyFix(
        (req, res) => res.end(JSON.stringify([req.headers["x-forwarded-for"], req.headers["x-real-ip"] ?? null])),
        { trustedProxies: "loopback" },
      ),
    );
    const headers = { "x-forwarded-for": `${FORGED}, ${CLIENT}`, "x-real-ip": FORGED };
    expect(await ask({ peer: "127.0.0.1", headers })).toEqual([CLIENT, null]);
  },
});
