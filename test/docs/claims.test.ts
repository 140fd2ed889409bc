// Sentences of the docs that no other test holds: each stands on its page, and is true.
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { proxyFix as expressProxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix, proxyFixServer } from "../../src/adapters/node.js";
import { createResolver, optionsFromEnv, resolve } from "../../src/index.js";
import { listenForWarnings } from "../request/warnings.js";
import { CLIENT, behindEdge, serve } from "../middleware/site.js";
import { listBlocks, readPage } from "./markdown.js";

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
  "If two of them are present and differ, the host is undefined, and the issue is `invalid`.",
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

/** An Express application behind the prefix /eu, with a router at the same path, which answers with its facts. */
function mountAtPrefix(...middleware: readonly express.RequestHandler[]): express.Express {
  const router = express.Router().get("/", (req, res) => void res.json([req.ip, req.baseUrl, req.originalUrl]));
  const app = express();
  for (const each of middleware) app.use(each);
  return app.use("/eu", router);
}

claim("docs/adapters/express.md", "wrap the application with the node adapter **as well**", async () => {
  const options = { ...OPTIONS, xPrefix: 1 };
  const exact = [CLIENT, "/eu/eu", "/eu/eu"];
  const headers = behindEdge(CLIENT, { "x-forwarded-prefix": "/eu" });
  const visit = async (handler: Parameters<typeof serve>[0]): Promise<unknown> =>
    JSON.parse((await (await serve(handler)).visit("/eu", headers)).body);
  expect(await visit(proxyFix(mountAtPrefix(expressProxyFix(options)), options))).toEqual(exact);
  expect(await visit(mountAtPrefix(expressProxyFix(options)))).not.toEqual(exact);
});

claim("docs/adapters/node.md", "**Keep the framework's own adapter inside**", async () => {
  const ask = async (handler: (req: IncomingMessage, res: ServerResponse) => void): Promise<string> =>
    (await (await serve(proxyFix(handler, OPTIONS))).visit("/", behindEdge(CLIENT))).body;
  const bare = fastify().get("/", ({ ip }) => ip);
  await bare.ready();
  expect(await ask((req, res) => bare.routing(req, res))).toBe("127.0.0.1");
  const app = express().use(expressProxyFix(OPTIONS));
  expect(await ask(app.get("/", (req, res) => void res.send(req.ip)))).toBe(CLIENT);
});

claim("README.md", "if the counts are right and your proxy leaves a sign of itself", () => {
  const facts = { headers: { via: "1.1 proxy" }, peerAddress };
  expect(resolve(facts, OPTIONS).clientAddress).toBeUndefined();
  expect(resolve({ ...facts, headers: {} }, OPTIONS).clientAddress).toBe(peerAddress);
});

claim(
  "docs/guide/troubleshooting.md",
  "`PROXY_FIX` is unset in this environment: every count is 0, and the issues are empty.",
  () => {
    const headers = { "x-forwarded-for": CLIENT, "x-forwarded-proto": "https" };
    expect(resolve({ headers, peerAddress }, optionsFromEnv({}))).toMatchObject({
      clientAddress: peerAddress,
      issues: [],
    });
  },
);

claim("docs/guide/troubleshooting.md", "Put proxyFix first. Express and Koa do not warn.", async () => {
  const listWarnings = listenForWarnings();
  const app = express().get("/", (req, res) => void res.send(req.ip));
  const koa = new Koa().use((ctx, next) => (ctx.path === "/" ? void (ctx.body = ctx.ip) : next()));
  const answer = koa.use(koaProxyFix(OPTIONS)).callback();
  for (const handler of [
    app.use(expressProxyFix(OPTIONS)),
    (req: IncomingMessage, res: ServerResponse) => void answer(req, res),
  ]) {
    expect((await (await serve(handler)).visit("/", behindEdge(CLIENT))).body).toContain("127.0.0.1");
  }
  expect(listWarnings()).toEqual([]);
});

claim("docs/guide/troubleshooting.md", "the other issues refuse only with `strict`", () => {
  const facts = { headers: { host: "evil.example" }, peerAddress };
  const options = { ...OPTIONS, allowedHosts: ["a.test"] };
  expect(resolve({ ...facts, headers: { host: "a.test" } }, options).issues).toHaveLength(2);
  expect(() => resolve(facts, options)).toThrow(
    expect.objectContaining({ issues: expect.arrayContaining([{ header: "host", reason: "host-not-allowed" }]) }),
  );
  expect(() => resolve({ ...facts, headers: { host: "a.test" } }, { ...options, strict: true })).toThrow("Bad Request");
});

claim("docs/reference/options.md", "`proto` and `host` of the element still count.", () => {
  expect(byForwarded("for=2001:db8::1;proto=https;host=a.test")).toMatchObject({
    clientAddress: undefined,
    origin: "https://a.test",
    issues: [{ header: "forwarded", reason: "invalid" }],
  });
});

claim("docs/reference/options.md", '`"10.0.0.5/8"` is `"10.0.0.0/8"`, all of it.', () => {
  const headers = { "x-forwarded-for": CLIENT };
  expect(resolve({ headers, peerAddress: "10.200.0.1" }, { trustedPeers: "10.0.0.5/8" }).clientAddress).toBe(CLIENT);
});

claim("docs/reference/options.md", "X-Forwarded-For is an error here, since it is a list: use `xFor`.", () => {
  expect(() => createResolver({ clientAddressHeader: "x-forwarded-for" })).toThrow("use xFor: 1 in place of it");
});

claim("docs/reference/rules.md", "So `127.1`, `example.80` and `example.0x` are not hosts.", () => {
  for (const host of ["127.1", "example.80", "example.0x", "example.0xff"]) {
    expect(resolve({ headers: { host } }, {}).host).toBeUndefined();
  }
  expect(resolve({ headers: { host: "example.0xg" } }, {}).host).toBe("example.0xg");
});

claim("docs/reference/rules.md", "With fewer than n values the issue is `short-chain`", () => {
  const facts = { headers: { "x-forwarded-prefix": "/a" }, peerAddress, prefix: "/in" };
  expect(resolve(facts, { xFor: 0, xProto: 0, xPrefix: 2 })).toMatchObject({
    prefix: "/in",
    issues: [{ header: "x-forwarded-prefix", reason: "short-chain" }],
  });
});

claim(
  "docs/reference/rules.md",
  'A `"` without a partner makes one entry of its element and of all text to the left.',
  () => {
    const headers = { forwarded: 'for=203.0.113.66, for="198.51.100.7, for=192.0.2.1' };
    const invalid = { clientAddress: undefined, issues: [{ header: "forwarded", reason: "invalid" }] };
    expect(resolve({ headers, peerAddress }, { forwarded: 1 }).clientAddress).toBe("192.0.2.1");
    for (const forwarded of [2, 3]) {
      expect(resolve({ headers, peerAddress }, { forwarded })).toMatchObject(invalid);
    }
  },
);

/** Lists the packages that a file of JavaScript imports, without Node's own modules. */
function listPackages(code: string): string[] {
  const names = [...code.matchAll(/^import .* from "(?!node:)([^"]+)";$/gm)].map((match) => match[1] ?? "");
  return [...new Set(names.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? ""))].sort();
}

describe.each(["node", "express", "koa", "fastify", "hono"])("docs/adapters/%s.md", (name) => {
  it("installs the packages that its example imports", () => {
    const blocks = listBlocks(readPage(`docs/adapters/${name}.md`));
    const at = blocks.findIndex(({ code }) => code.startsWith("npm install "));
    const installed = blocks[at]?.code.split(" ").slice(2).toSorted();
    expect(installed).toEqual(listPackages(blocks[at + 1]?.code ?? ""));
  });
});

it("docs/deploy/aws-lambda.md installs the packages that its function imports", () => {
  const [install, code] = listBlocks(readPage("docs/deploy/aws-lambda.md"));
  expect(install?.code.split(" ").slice(2).toSorted()).toEqual(listPackages(code?.code ?? ""));
});
