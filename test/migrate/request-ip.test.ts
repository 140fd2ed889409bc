/** docs/migrate/request-ip.md: request-ip and proxyFix agree on safe requests, and differ as the page lists. */
import express from "express";
import requestIp from "request-ip";
import { describe, expect, it } from "vitest";
import { proxyFix, type ExpressOptions } from "../../src/adapters/express.js";
import { resolutionOf } from "../../src/adapters/node.js";
import { countProxies, honestRequests, moveAddress, type ProxiesInFront, type SentRequest } from "./honest-requests.js";
import { describeDifferences, equivalentRows, evaluate, readRows } from "./page.js";
import { CLIENT, FORGED, ONE } from "./proxied.js";
import { expectSame, serveFrom, type Ask } from "./serve-from.js";

const PAGE = "docs/migrate/request-ip.md";
const rows = readRows(PAGE);
const isUnparsed = ({ text }: { readonly text: string }): boolean => text.includes("There was no equivalent");

/** Serves an application that answers with the address in the two ways of the page. */
function serveOld(): Promise<Ask> {
  return serveFrom(
    express().use(
      requestIp.mw(),
      (req, res) => void res.json([requestIp.getClientIp(req), (req as { clientIp?: string }).clientIp]),
    ),
  );
}

function serveNew(options: ExpressOptions): Promise<Ask> {
  const fix = proxyFix({ warnings: false, ...options });
  return serveFrom(
    express().use(fix, (req, res) => void res.json([resolutionOf(req)?.clientAddress ?? null, req.ip ?? null])),
  );
}

/** Returns the proxies of a row: one, unless it names two; a CDN connects from a network of its own. */
function proxiesOf({ first }: { readonly first: string }): ProxiesInFront {
  const proxies = countProxies(first.endsWith("two proxies") ? 2 : 1);
  return first.startsWith("`CF-") ? { ...proxies, isProxy: (address) => address.startsWith("192.0.2.") } : proxies;
}

/** A request that the row's proxies send, with the address in the header of the row. */
function sendBy(name: string, request: SentRequest): SentRequest {
  if (name === "Forwarded") {
    const { "x-forwarded-for": address = "", ...headers } = request.headers;
    return {
      ...request,
      headers: { ...headers, forwarded: `for="${address.includes(":") ? `[${address}]` : address}"` },
    };
  }
  return moveAddress(request, name.toLowerCase());
}

describe("request-ip and proxyFix", () => {
  it.each(equivalentRows(rows).filter(([, row]) => !isUnparsed(row)))(
    "agree on honest requests: %s",
    async (name, row) => {
      const options = evaluate(row.options) as ExpressOptions;
      const requests = honestRequests(proxiesOf(row)).map((request) => sendBy(name, request));
      await expectSame(await serveOld(), await serveNew(options), requests);
    },
  );

  it("have a row for each header that a proxy writes, of which one has no equivalent", () => {
    expect(rows.map(({ old }) => old)).toEqual([
      "X-Forwarded-For",
      "X-Forwarded-For",
      "X-Real-IP",
      "CF-Connecting-IP",
      "Forwarded",
    ]);
    expect(rows.filter(isUnparsed).map(({ old }) => old)).toEqual(["Forwarded"]);
  });

  it("differ for Forwarded, which request-ip does not parse", async () => {
    const options = evaluate(rows.find(isUnparsed)!.options!) as ExpressOptions;
    const request = sendBy("Forwarded", { peer: "127.0.0.1", headers: { "x-forwarded-for": CLIENT } });
    expect(await (await serveOld())(request)).toEqual(["127.0.0.1", "127.0.0.1"]);
    expect(await (await serveNew(options))(request)).toEqual([CLIENT, CLIENT]);
  });
});

/** Returns the addresses by request-ip, and by proxyFix. */
async function askBoth(headers: Readonly<Record<string, string>>, peer = "127.0.0.1"): Promise<unknown[]> {
  const answers = [await (await serveOld())({ peer, headers }), await (await serveNew(ONE))({ peer, headers })];
  return answers.map((answer) => (answer as unknown[])[0]);
}

describeDifferences(PAGE, {
  "No forged address.": async () => {
    expect(await askBoth({ "x-forwarded-for": `${FORGED}, ${CLIENT}` })).toEqual([FORGED, CLIENT]);
    expect(await askBoth({ "x-client-ip": FORGED, "x-forwarded-for": CLIENT })).toEqual([FORGED, CLIENT]);
  },
  "The peer is checked.": async () => {
    expect(await askBoth({ "x-forwarded-for": FORGED }, CLIENT)).toEqual([FORGED, CLIENT]);
  },
  "`clientAddress` can be undefined": async () => {
    expect(await askBoth({ "x-forwarded-for": "unknown", "x-real-ip": FORGED })).toEqual([FORGED, null]);
    expect(await askBoth({ "x-forwarded-for": "unknown" })).toEqual(["127.0.0.1", null]);
  },
  "An IPv4 address is written as IPv4.": async () => {
    expect(await askBoth({}, "::ffff:127.0.0.1")).toEqual(["::ffff:127.0.0.1", "127.0.0.1"]);
  },
  "An IPv6 address in brackets": async () => {
    expect(await askBoth({ "x-forwarded-for": "[2001:db8::1]:4711" })).toEqual(["127.0.0.1", "2001:db8::1"]);
  },
});

describe("request-ip behind proxyFix", () => {
  /** The headers that it searches for an address. */
  const SEARCHED = ["x-client-ip", "cf-connecting-ip", "fastly-client-ip", "true-client-ip", "x-real-ip", "x-cluster-client-ip", "x-forwarded", "forwarded-for", "forwarded", "x-appengine-user-ip", "cf-pseudo-ipv4"]; // prettier-ignore
  const forged = Object.fromEntries(SEARCHED.map((name) => [name, FORGED]));
  const serveBehind = (options: ExpressOptions): Promise<Ask> =>
    serveFrom(express().use(proxyFix(options), (req, res) => void res.json(requestIp.getClientIp(req))));

  it("finds the believed X-Forwarded-For only", async () => {
    const ask = await serveBehind(ONE);
    expect(await ask({ peer: "127.0.0.1", headers: { ...forged, "x-forwarded-for": `${FORGED}, ${CLIENT}` } })).toBe(
      CLIENT,
    );
  });

  it("finds the peer's address if no header is believed", async () => {
    const ask = await serveBehind({ xFor: 0, xProto: 0 });
    expect(await ask({ peer: "127.0.0.9", headers: forged })).toBe("127.0.0.9");
  });
});
