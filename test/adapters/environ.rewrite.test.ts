import { ProxyFixOptionsError, ProxyFixRefusal } from "proxyfix";
import { proxyFix, resolutionOf, rewriteEnviron } from "proxyfix/environ";
import type { Environ } from "proxyfix/environ";
import { append, copy, map, move, peerIn, remove, set, setDefault, when } from "proxyfix/rewrite";
import type { Rewrite } from "proxyfix/rewrite";
import { describe, expect, it } from "vitest";
import { list } from "./environ/request.js";

const environ: Environ = Object.freeze({
  REMOTE_ADDR: "10.0.0.1",
  SERVER_NAME: "backend",
  SERVER_PORT: "8080",
  HTTP_HOST: "backend:8080",
  HTTP_X_FHOST: "example.com",
  HTTP_X_INTERNAL_USER: "root",
  HTTP_COOKIE: "a=1",
  CONTENT_TYPE: "text/plain",
  CONTENT_LENGTH: "",
});

describe("rewriteEnviron", () => {
  it("passes the facts of the connection alone to a rewrite", () => {
    const facts: unknown[] = [];
    rewriteEnviron((headers, connection) => (facts.push(connection), headers))(environ);
    expect(facts).toEqual([{ peerAddress: "10.0.0.1", peerPort: undefined, encrypted: false }]);
  });

  const cases: readonly { title: string; rewrites: readonly Rewrite[]; changes: Environ }[] = [
    { title: "copies a header", rewrites: [copy("X-Fhost", "Host")], changes: { HTTP_HOST: "example.com" } },
    {
      title: "moves a header",
      rewrites: [move("x-fhost", "x-b")],
      changes: { HTTP_X_FHOST: undefined, HTTP_X_B: "example.com" },
    },
    {
      title: "removes headers by pattern and by name",
      rewrites: [remove("x-internal-*", "host")],
      changes: { HTTP_X_INTERNAL_USER: undefined, HTTP_HOST: undefined },
    },
    {
      title: "sets a header, whether its name has - or _",
      rewrites: [set("x-a", "1"), set("x_a", "2")],
      changes: { HTTP_X_A: "2" },
    },
    { title: "appends to a header", rewrites: [append("x-fhost", "b")], changes: { HTTP_X_FHOST: "example.com, b" } },
    {
      title: "applies a function that writes to its argument",
      rewrites: [(headers) => Object.assign(headers, { "x-fhost": "written" })],
      changes: { HTTP_X_FHOST: "written" },
    },
    {
      title: "joins the lines of a header",
      rewrites: [() => ({ "x-a": ["1", "2"] }), remove("x-b")],
      changes: { ...withoutHeaders(), HTTP_X_A: "1, 2" },
    },
    {
      title: "maps the content type of the body",
      rewrites: [map("content-type", () => "text/html")],
      changes: { CONTENT_TYPE: "text/html" },
    },
    {
      title: "sets the default of a body header if its variable is empty",
      rewrites: [setDefault("content-length", "0")],
      changes: { CONTENT_LENGTH: "0" },
    },
    {
      title: "sets a header whose name is a method of Object.prototype",
      rewrites: [set("constructor", "1")],
      changes: { HTTP_CONSTRUCTOR: "1" },
    },
    {
      title: "applies a rewrite if its condition on the peer holds",
      rewrites: [when(peerIn("10.0.0.0/8"), set("x-a", "1"))],
      changes: { HTTP_X_A: "1" },
    },
  ];

  for (const { title, rewrites, changes } of cases) {
    it(`${title}, and leaves all other variables alone`, () => {
      expect(list(rewriteEnviron(...rewrites)(environ))).toEqual(list({ ...environ, ...changes }));
    });
  }

  it("removes a header whose name is a method of Object.prototype", () => {
    expect(rewriteEnviron(remove("constructor"))({ HTTP_CONSTRUCTOR: "1", HTTP_A: "2" })).toEqual(
      expect.objectContaining({ HTTP_A: "2" }),
    );
    expect(rewriteEnviron(remove("constructor"))({ HTTP_CONSTRUCTOR: "1" })["HTTP_CONSTRUCTOR"]).toBeUndefined();
  });

  it("returns the very same record if nothing changes", () => {
    expect(rewriteEnviron(copy("x-none", "host"), when(peerIn("192.0.2.1"), set("x-a", "1")))(environ)).toBe(environ);
    expect(rewriteEnviron()(environ)).toBe(environ);
    const fixed = proxyFix()(environ);
    expect(rewriteEnviron(copy("x-none", "host"))(fixed)).toBe(fixed);
  });

  it("finds no host header if only SERVER_NAME contains the host", () => {
    const nameless = { SERVER_NAME: "backend", SERVER_PORT: "80" };
    expect(rewriteEnviron(setDefault("host", "example.com"))(nameless)["HTTP_HOST"]).toBe("example.com");
  });

  it("throws if one of its arguments is not a rewrite", () => {
    const make = (): unknown => rewriteEnviron(remove("x-a"), "x-b" as unknown as Rewrite);
    expect(make).toThrow(ProxyFixOptionsError);
    expect(make).toThrow('`rewriteEnviron`: got "x-b"; expected a rewrite');
  });
});

describe("rewriteEnviron and proxyFix", () => {
  const fix = proxyFix({ xHost: 1, xFor: 1, trustedPeers: "10.0.0.0/8" });
  const rewrite = rewriteEnviron(
    when(peerIn("10.0.0.0/8"), copy("x-fhost", "x-forwarded-host")),
    when(peerIn("10.0.0.0/8"), copy("cf-connecting-ip", "x-forwarded-for")),
    remove("x-internal-*"),
  );
  const request = { ...environ, HTTP_CF_CONNECTING_IP: "203.0.113.7", HTTP_X_FORWARDED_FOR: "6.6.6.6" };

  it("give the same variables in either order", () => {
    const before = fix(rewrite(request));
    const after = rewrite(fix(request));
    expect(list(after)).toEqual(list(before));
    expect(before).toMatchObject({ REMOTE_ADDR: "203.0.113.7", HTTP_HOST: "example.com", SERVER_NAME: "example.com" });
    expect(before).not.toHaveProperty("HTTP_X_INTERNAL_USER");
  });

  it("keep the request as it was received, in either order", () => {
    for (const both of [fix(rewrite(request)), rewrite(fix(request))]) {
      expect(resolutionOf(both)?.original.headers).toMatchObject({
        "x-forwarded-for": "6.6.6.6",
        "x-internal-user": "root",
      });
    }
    expect(resolutionOf(rewrite(request))).toBeUndefined();
  });

  it("evaluate peerIn with the peer, not with the resolved client address", () => {
    const fromClient = rewriteEnviron(when(peerIn("203.0.113.7"), set("x-a", "1")));
    const fixed = fix({ ...environ, HTTP_X_FORWARDED_FOR: "203.0.113.7" });
    expect(fixed["REMOTE_ADDR"]).toBe("203.0.113.7");
    expect(fromClient(fixed)).toBe(fixed);
  });

  it("resolve again by the options of the last resolution if a rewrite follows", () => {
    const last = proxyFix({ xHost: 1 });
    expect(list(rewrite(last(fix(request))))).toEqual(list(last(rewrite(request))));
  });

  it("resolve a rewritten record again from its rewritten headers", () => {
    expect(list(fix(rewrite(fix(request))))).toEqual(list(fix(rewrite(request))));
    expect(list(rewriteEnviron(remove("x-fhost"))(rewrite(fix(request))))["HTTP_HOST"]).toBe("example.com");
  });

  it("refuse a resolved record if a rewrite makes it one that the options refuse", () => {
    const strict = proxyFix({ xHost: 1, strict: true });
    const good = strict({ ...environ, HTTP_X_FORWARDED_HOST: "example.com" });
    expect(() => rewriteEnviron(remove("x-forwarded-host"))(good)).toThrow(ProxyFixRefusal);
  });
});

/** Deletes every header. */
function withoutHeaders(): Environ {
  const names = ["HTTP_HOST", "HTTP_X_FHOST", "HTTP_X_INTERNAL_USER", "HTTP_COOKIE", "CONTENT_TYPE"];
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
