import { describe, expect, it } from "vitest";
import byDefault, { proxyFix, resolutionOf, rewriteHeaders } from "../../src/adapters/fetch.js";
import { copy, peerIn, when } from "../../src/rewrite/index.js";

const LOOPBACK = { trustedPeers: "loopback", xHost: 1 } as const;
const peer = (): object => ({ address: "127.0.0.1", port: 4711 });

const create = (headers: Readonly<Record<string, string>> = {}): Request =>
  new Request("http://app.test/users", {
    headers: {
      host: "app.test",
      "x-forwarded-for": "6.6.6.6, 198.51.100.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "shop.test",
      ...headers,
    },
  });

const answer = (request: Request): Response => Response.json({ ...resolutionOf(request), url: request.url });

describe("proxyFix", () => {
  it("resolves the request before the handler runs", async () => {
    const response = proxyFix(answer, { ...LOOPBACK, peer })(create());
    expect(await response.json()).toMatchObject({ clientAddress: "198.51.100.7", url: "https://shop.test/users" });
  });

  it("is the default export", () => {
    expect(byDefault).toBe(proxyFix);
  });

  it("passes the very same request, the other arguments and `this` to the handler, and returns its result", () => {
    const request = create();
    const context = {
      handle: proxyFix(function (this: unknown, ...args: [Request, number, string]) {
        return [this, ...args];
      }, LOOPBACK),
    };
    expect(context.handle(request, 1, "two")).toEqual([context, request, 1, "two"]);
    expect((context.handle(request, 1, "two") as unknown[])[1]).toBe(request);
  });

  it("trusts nobody if the peer is unknown", async () => {
    const response = proxyFix(answer, { trustedPeers: ["loopback", "unix"], xHost: 1 })(create());
    expect(await response.json()).toMatchObject({
      url: "http://app.test/users",
      issues: [{ reason: "untrusted-peer" }],
    });
  });

  it("answers a refused request by a Response with its status; the handler does not run", async () => {
    const handler = (): Response => {
      throw new Error("the handler ran");
    };
    const strict = proxyFix(handler, { ...LOOPBACK, strict: true })(create());
    expect(strict.status).toBe(403);
    const allowed = proxyFix(handler, { ...LOOPBACK, peer, allowedHosts: ["app.test"] })(create());
    expect([allowed.status, await allowed.text()]).toEqual([
      400,
      "Bad Request: the forwarding headers or the host of this request are not acceptable\n",
    ]);
    const hostless = proxyFix(handler, { ...LOOPBACK, peer })(create({ "x-forwarded-host": "a b" }));
    expect(hostless.status).toBe(400);
    // A host by the rules that no URL can contain.
    const hostOfNoUrl = proxyFix(handler, { ...LOOPBACK, peer })(create({ "x-forwarded-host": "xn--a" }));
    expect(hostOfNoUrl.status).toBe(400);
  });

  it("throws the errors of the handler and of nobody else", () => {
    const handler = (): Response => {
      throw new RangeError("the handler's own");
    };
    expect(() => proxyFix(handler)(create())).toThrow(RangeError);
  });

  it.each([
    [undefined, "undefined"],
    [{ fetch: answer }, "an object"],
  ])("refuses %o in place of a handler", (handler, received) => {
    expect(() => proxyFix(handler as never)).toThrow(`\`handler\`: got ${received}; expected a function of a Request`);
  });

  it.each([{ xHots: 1 }, { peer: "127.0.0.1" }, { socket: true }])("refuses the options %o", (options) => {
    expect(() => proxyFix(answer, options as never)).toThrow(Object.keys(options)[0]!);
  });
});

describe("rewriteHeaders", () => {
  const rewrite = when(peerIn("loopback"), copy("x-shop-host", "x-forwarded-host"));
  const request = (): Request => create({ "x-shop-host": "other.test" });

  it("rewrites the headers before they are resolved", async () => {
    const handler = rewriteHeaders(proxyFix(answer, { ...LOOPBACK, peer }), rewrite, { peer });
    expect(await handler(request()).json()).toMatchObject({ host: "other.test" });
  });

  it("resolves a resolved request again", async () => {
    const handler = proxyFix(rewriteHeaders(answer, rewrite), { ...LOOPBACK, peer });
    expect(await handler(request()).json()).toMatchObject({
      host: "other.test",
      url: "https://other.test/users",
    });
  });

  it("shows the other arguments as they are if the request is not resolved", () => {
    const info = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 } };
    const handler = rewriteHeaders((_request: Request, argument: typeof info) => argument, rewrite);
    expect(handler(request(), info)).toBe(info);
  });

  it("answers a request that is refused when it is resolved again", () => {
    const handler = proxyFix(rewriteHeaders(answer, rewrite), { ...LOOPBACK, peer, allowedHosts: ["shop.test"] });
    expect((handler(request()) as Response).status).toBe(400);
  });

  it("refuses anything else in place of a rewrite or a handler", () => {
    expect(() => rewriteHeaders(answer, "x-a" as never)).toThrow("`rewriteHeaders`: got");
    expect(() => rewriteHeaders(rewrite as never, undefined as never)).toThrow("`rewriteHeaders`: got undefined");
    expect(() => rewriteHeaders(undefined as never, rewrite)).toThrow("`handler`: got undefined");
  });
});

describe("resolutionOf", () => {
  it("is undefined for a request that was not resolved", () => {
    expect(resolutionOf(create())).toBeUndefined();
  });
});
