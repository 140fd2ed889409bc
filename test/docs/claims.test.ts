// Sentences of the docs that no other test holds: each stands on its page, and is true.
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { proxyFix as expressProxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix, proxyFixServer } from "../../src/adapters/node.js";
import { createResolver, resolve } from "../../src/index.js";
import { CLIENT, behindEdge, serve } from "../middleware/site.js";
import { readPage } from "./markdown.js";

const OPTIONS = { trustedPeers: "loopback" } as const;
const peerAddress = "127.0.0.1";

/** Declares the tests of a sentence: it stands on the page, and it is true. */
function claim(page: string, sentence: string, check: () => void | Promise<void>): void {
  describe(`${page}: ${sentence}`, () => {
    it("stands on the page", () => {
      expect(readPage(page).replaceAll(/\s+/g, " ").includes(sentence)).toBe(true);
    });
    it("is true", check);
  });
}

const byForwarded = (forwarded: string) =>
  resolve({ headers: { forwarded }, peerAddress }, { forwarded: 1, ...OPTIONS });

claim("docs/reference/options.md", "an IPv6 address needs its brackets", () => {
  expect(byForwarded('for="2001:db8::1"')).toMatchObject({ clientAddress: undefined, issues: [{ reason: "invalid" }] });
  expect(byForwarded("for=[2001:db8::1]:80").clientAddress).toBe("2001:db8::1");
});

claim("docs/reference/options.md", "If every entry is trusted, the client is the furthest one.", () => {
  const headers = { "x-forwarded-for": "10.0.0.3, 10.0.0.2" };
  const options = { trustedProxies: "10.0.0.0/8" };
  expect(resolve({ headers, peerAddress: "10.0.0.1" }, options).clientAddress).toBe("10.0.0.3");
});

claim("docs/reference/resolution.md", "An address with a zone (`fe80::1%eth0`) in a header is not usable.", () => {
  const headers = { "x-forwarded-for": "fe80::1%eth0" };
  expect(resolve({ headers, peerAddress }, OPTIONS).clientAddress).toBeUndefined();
});

claim("docs/reference/resolution.md", "`127.1` and `shop.80` are not hosts: a last label of digits", () => {
  for (const host of ["127.1", "shop.80"]) expect(resolve({ headers: { host } }, {}).host).toBeUndefined();
});

claim(
  "docs/reference/resolution.md",
  "If it differs from Host, the host is undefined, and the issue is `invalid`.",
  () => {
    const headers = { host: "shop.example" };
    for (const facts of [
      { headers: { ":authority": "evil.example", ...headers } },
      { headers, authority: "evil.example" },
    ]) {
      expect(resolve(facts, { xFor: 0, xProto: 0 })).toMatchObject({
        host: undefined,
        issues: [{ header: "host", reason: "invalid" }],
      });
    }
  },
);

claim("docs/reference/resolution.md", "[`allowedHosts`](options.md#allowedhosts) refuses such a request first", () => {
  const resolver = createResolver({ allowedHosts: ["shop.example"] });
  expect(() => resolver({ headers: { host: "a b" } })).toThrow(expect.objectContaining({ status: 400 }));
});

describe.each(["express", "koa", "fastify", "request-ip"])("docs/migrate/%s.md", (page) => {
  claim(`docs/migrate/${page}.md`, "`::ffff:127.0.0.1` becomes `127.0.0.1`", () => {
    expect(resolve({ headers: {}, peerAddress: "::ffff:127.0.0.1" }, OPTIONS).clientAddress).toBe("127.0.0.1");
  });
});

claim(
  "docs/migrate/koa.md",
  'If the header contains a list, write `{ trustedPeers: "loopback", headerNames: { for: "x-client-chain" } }',
  () => {
    const headers = { "x-client-chain": `203.0.113.66, ${CLIENT}` };
    const options = { ...OPTIONS, headerNames: { for: "x-client-chain" } };
    expect(resolve({ headers, peerAddress }, options).clientAddress).toBe(CLIENT);
  },
);

/** Serves an application that writes Host after proxyFix, and answers with its framework's host. */
const writersOfHost = {
  express: () => {
    const app = express();
    app.use(expressProxyFix(OPTIONS));
    app.use((req, res) => {
      req.headers.host = "other.example";
      res.end(req.host);
    });
    return serve(app);
  },
  koa: () => {
    const app = new Koa();
    app.use(koaProxyFix(OPTIONS));
    app.use((ctx) => {
      ctx.req.headers.host = "other.example";
      ctx.body = ctx.host;
    });
    const answer = app.callback();
    return serve((req, res) => void answer(req, res));
  },
  fastify: async () => {
    const app = fastify();
    await app.register(fastifyProxyFix, OPTIONS);
    app.get("/", (request) => {
      request.headers.host = "other.example";
      return request.host;
    });
    await app.ready();
    return serve(app.server);
  },
};

describe.each(Object.entries(writersOfHost))("on %s", (name, start) => {
  claim(`docs/adapters/${name}.md`, "after proxyFix does not change", async () => {
    const site = await start();
    expect((await site.visit("/", { host: "shop.example" })).body).toBe("shop.example");
  });
});

claim("docs/adapters/fastify.md", "`port` is `null` for the default port", async () => {
  const app = fastify();
  await app.register(fastifyProxyFix, OPTIONS);
  app.get("/", ({ port }) => JSON.stringify(port));
  await app.ready();
  const site = await serve(app.server);
  const portOf = async (host: string) => (await site.visit("/", behindEdge(CLIENT, { host }))).body;
  expect([await portOf("shop.example"), await portOf("shop.example:8443")]).toEqual(["null", "8443"]);
});

/** Returns X-Forwarded-For as Next leaves it: it fills in the socket's address if the header is missing. */
function forwardedForInNext(req: IncomingMessage): string {
  req.headers["x-forwarded-for"] ??= req.socket.remoteAddress;
  return String(req.headers["x-forwarded-for"]);
}

claim(
  "docs/adapters/node.md",
  "writes the proxy's address into X-Forwarded-For if the client's is unknown",
  async () => {
    for (const [socket, expected] of [
      [false, "127.0.0.1"],
      [true, "undefined"],
    ] as const) {
      const server = proxyFixServer(createServer(), { ...OPTIONS, socket });
      server.on("request", (req: IncomingMessage, res) => res.end(forwardedForInNext(req)));
      const site = await serve(server);
      expect((await site.visit("/", behindEdge("unknown"))).body).toBe(expected);
      expect((await site.visit("/", behindEdge())).body).toBe(CLIENT);
    }
  },
);

claim("docs/explanation/threat-model.md", "X-Original-URL, X-Rewrite-URL and X-Forwarded-Uri", async () => {
  const names = ["x-original-url", "x-rewrite-url", "x-forwarded-uri"];
  const pick = (headers: IncomingHttpHeaders): string => names.map((name) => String(headers[name])).join();
  const site = await serve(proxyFix((req, res) => res.end(pick(req.headers)), OPTIONS));
  const sent = Object.fromEntries(names.map((name) => [name, "/admin"]));
  expect((await site.visit("/", { host: "shop.example", ...sent })).body).toBe("/admin,/admin,/admin");
});

describe.each([
  ["cloudflare", "cf-ipcountry", "cf-connecting-ip"],
  ["vercel", "x-vercel-ip-country", "x-real-ip"],
  ["cloudfront", "cloudfront-viewer-country", "cloudfront-viewer-address"],
])("docs/deploy/%s.md", (page, location, address) => {
  const lists = [...readPage(`docs/deploy/${page}.md`).matchAll(/keepHeaders: (\[[^\]]+\])/g)];
  const shown = lists.map((match) => JSON.parse(match[1] ?? "[]") as string[]);

  it("shows keepHeaders", () => {
    expect(shown).not.toEqual([]);
  });

  it.each(shown.map((names) => [names.join(), names] as const))(
    "keeps the location by %s, and no address",
    async (_, keepHeaders) => {
      const answer = ({ headers }: IncomingMessage): string =>
        `${String(headers[location])} ${String(headers[address])}`;
      const site = await serve(proxyFix((req, res) => res.end(answer(req)), { ...OPTIONS, keepHeaders }));
      expect((await site.visit("/", { [location]: "CH", [address]: "203.0.113.66" })).body).toBe("CH undefined");
    },
  );
});

claim("SECURITY.md", "With counts alone, every peer may be a client", () => {
  const facts = { headers: { via: "1.1 proxy" }, peerAddress };
  expect(resolve(facts, {}).clientAddress).toBe(peerAddress);
  expect(resolve(facts, OPTIONS).clientAddress).toBeUndefined();
  expect(resolve(facts, { trustedProxies: "loopback" }).clientAddress).toBeUndefined();
});

claim("docs/deploy/envoy.md", "**Every workload of the mesh can forge with these options.**", () => {
  // As another pod sends it: its sidecar appends nothing, and the own sidecar connects from loopback.
  const headers = { "x-forwarded-for": "203.0.113.66, 203.0.113.67" };
  const options = { xFor: 2, xProto: 1, trustedPeers: "loopback" };
  expect(resolve({ headers, peerAddress: "127.0.0.6" }, options).clientAddress).toBe("203.0.113.66");
});

describe("CHANGELOG.md", () => {
  it("lists each breaking change before all others, with its remedy", () => {
    const [, unreleased = ""] = readPage("CHANGELOG.md").split("\n## Unreleased\n");
    const lines = [...unreleased.matchAll(/^- .*(?:\n {2}.*)*/gm)].map(([line]) => line);
    const breaking = lines.filter((line) => line.startsWith("- **Breaking:**"));
    expect(breaking).toEqual(lines.slice(0, breaking.length));
    expect(breaking.join("\n")).toContain("keepHeaders: [");
  });
});
