/** docs/migrate/werkzeug.md: Werkzeug's ProxyFix and proxyFix agree on safe requests. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proxyFix } from "../../src/adapters/node.js";
import { externalUrl, resolve, type ProxyFixOptions, type Resolution } from "../../src/index.js";
import { isWithoutWerkzeug, startWerkzeug, type WerkzeugProcess } from "../reference/werkzeug-process.js";
import { countProxies, honestRequests, type SentRequest } from "./honest-requests.js";
import { equivalentRows, evaluate, readRows } from "./page.js";
import { serveFrom } from "./serve-from.js";

const PAGE = "docs/migrate/werkzeug.md";
const rows = readRows(PAGE);
const values = readRows(PAGE, "Equivalent values");
const RUNS = 15;

/** Reads the counts of a call such as `ProxyFix(app, x_for=2)`. */
function readCounts(code: string): Record<string, number> {
  return Object.fromEntries([...code.matchAll(/(x_\w+)=(-?\d+)/g)].map(([, name, count]) => [name, Number(count)]));
}

/** Adds the headers that the proxies write if they are counted: the scheme once for each count, the others once. */
function addHeaders(request: SentRequest, counts: Readonly<Record<string, number>>): SentRequest {
  const { x_proto: protos = 1, x_host: hosts = 0, x_port: ports = 0, x_prefix: prefixes = 0 } = counts;
  const { "x-forwarded-proto": proto = "http", host = "", ...headers } = request.headers;
  const [name, port = proto === "https" ? "443" : "80"] = host.split(/:(?=\d+$)/);
  return {
    ...request,
    headers: {
      ...headers,
      host: hosts > 0 ? "backend:5000" : host,
      ...(protos > 0 && { "x-forwarded-proto": Array.from({ length: protos }, () => proto).join(", ") }),
      // With a port of its own, the host is without one.
      ...(hosts > 0 && { "x-forwarded-host": ports > 0 ? name : host }),
      ...(ports > 0 && { "x-forwarded-port": port }),
      ...(prefixes > 0 && { "x-forwarded-prefix": "/eu" }),
    },
  };
}

/** Returns a request as the variables of WSGI. */
function toEnviron({ peer, headers }: SentRequest): Record<string, string> {
  const variables = Object.entries(headers).map(([name, value]) => [
    `HTTP_${name.toUpperCase().replaceAll("-", "_")}`,
    value,
  ]);
  const server = { SERVER_NAME: "backend", SERVER_PORT: "5000", SCRIPT_NAME: "", REQUEST_METHOD: "GET" };
  return { ...server, REMOTE_ADDR: peer, "wsgi.url_scheme": "http", ...Object.fromEntries(variables) };
}

/** The values of a resolution that the page has in place of a variable; the rest is compared by a test of its own. */
const VALUES: Readonly<Record<string, (resolution: Resolution) => string | undefined>> = {
  'environ["REMOTE_ADDR"]': ({ clientAddress }) => clientAddress,
  'environ["wsgi.url_scheme"]': ({ proto }) => proto,
  'environ["HTTP_HOST"]': ({ host }) => host,
  'environ["SERVER_NAME"]': ({ hostname }) => hostname,
  'environ["SERVER_PORT"]': ({ port }) => String(port),
  'environ["SCRIPT_NAME"]': ({ prefix }) => prefix,
};
const keyOf = (code: string): string => /\["(.+)"\]/.exec(code)?.[1] ?? code;
const KEYS = Object.keys(VALUES).map(keyOf);

interface Answer {
  readonly address: string;
  readonly scheme: string;
  readonly root: string;
  readonly environ: Readonly<Record<string, string>>;
  readonly orig: Readonly<Record<string, string>>;
}

describe.skipIf(isWithoutWerkzeug)("Werkzeug's ProxyFix and proxyFix", () => {
  let werkzeug: WerkzeugProcess | undefined;
  beforeAll(() => {
    werkzeug = startWerkzeug();
  });
  afterAll(() => werkzeug?.close());

  const askWerkzeug = (code: string, request: SentRequest): Promise<Answer> =>
    werkzeug!.ask({ environ: toEnviron(request), counts: readCounts(code), keys: KEYS });

  it.each(equivalentRows(rows))("agree on honest requests: %s", async (old, row) => {
    const options = evaluate(row.options) as ProxyFixOptions;
    const counts = readCounts(old);
    const property = fc.asyncProperty(honestRequests(countProxies(counts["x_for"] ?? 1)), async (honest) => {
      const request = addHeaders(honest, counts);
      const resolution = resolve({ headers: request.headers, peerAddress: request.peer }, options);
      const { address, scheme, root } = await askWerkzeug(old, request);
      expect([resolution.clientAddress, resolution.proto, externalUrl(resolution, "/")]).toEqual([
        address,
        scheme,
        root,
      ]);
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it("have the same values, each in the place that the page names", async () => {
    const [old, row] = equivalentRows(rows).at(-1)!;
    const options = evaluate(row.options) as ProxyFixOptions;
    const headers = { host: "shop.example:8443", "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" };
    const request = addHeaders({ peer: "127.0.0.1", headers }, readCounts(old));
    const resolution = resolve({ headers: request.headers, peerAddress: request.peer }, options);
    const { environ } = await askWerkzeug(old, request);
    const ours = Object.entries(VALUES).map(([code, valueOf]) => [keyOf(code), valueOf(resolution)]);
    expect(Object.fromEntries(ours)).toEqual(environ);
  });

  it("keep the originals, in the places that the page names", async () => {
    const headers = { host: "shop.example", "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" };
    const { orig } = await askWerkzeug("ProxyFix(app)", { peer: "127.0.0.1", headers });
    const ask = await serveFrom(
      proxyFix((req, res) => res.end(JSON.stringify(req.proxyFix.original)), { trustedPeers: "loopback" }),
    );
    const original = (await ask({ peer: "127.0.0.1", headers })) as Record<string, unknown>;
    const { peerAddress, proto, host, prefix } = original;
    expect([peerAddress, proto, host, prefix]).toEqual([
      orig["REMOTE_ADDR"],
      orig["wsgi.url_scheme"],
      orig["HTTP_HOST"],
      orig["SCRIPT_NAME"],
    ]);
  });

  it("differ in the rows without an equivalent, in the way that the page describes", async () => {
    const without = rows.filter(({ options }) => options === undefined).map(({ old }) => old);
    expect(without).toEqual(["ProxyFix(app, x_prefix=2)", "ProxyFix(app, x_for=-1)"]);
    const headers = {
      host: "a.test",
      "x-forwarded-for": "203.0.113.66, 198.51.100.7",
      "x-forwarded-prefix": "/outer, /inner",
    };
    const request = { peer: "127.0.0.1", headers };
    expect((await askWerkzeug(without[0]!, request)).environ["SCRIPT_NAME"]).toBe("/outer");
    expect(resolve({ headers, peerAddress: "127.0.0.1" }, { trustedPeers: "loopback", xPrefix: 2 }).prefix).toBe(
      "/outer/inner",
    );
    // One more than the first from the left: -1 is the second value of two.
    expect((await askWerkzeug(without[1]!, request)).address).toBe("198.51.100.7");
    const forged = {
      ...request,
      headers: { ...headers, "x-forwarded-for": "203.0.113.66, 203.0.113.67, 198.51.100.7" },
    };
    expect((await askWerkzeug(without[1]!, forged)).address).toBe("203.0.113.67");
  });

  it("are compared for every value of the page, but the root URL and the originals, which other tests compare", () => {
    const others = ["request.root_url", 'environ["werkzeug.proxy_fix.orig"]'];
    expect(values.map(({ old }) => old)).toEqual([...Object.keys(VALUES), ...others]);
  });
});
