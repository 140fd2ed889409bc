import { describe, expect, it } from "vitest";

import { ProxyFixOptionsError } from "../../src/errors.js";
import { SOCKET_NAMES } from "../../src/headers/adapter-options.js";
import type { Original } from "../../src/headers/adapter-resolution.js";
import { compileAdapter, isRefusal, readResolution, type CompiledAdapter } from "../../src/headers/compile-adapter.js";

const headers = { host: "app", "x-forwarded-for": "6.6.6.6, 203.0.113.7" };
const original: Original = {
  ...{ peerAddress: "10.0.0.1", host: "app", proto: "http", prefix: "", headers },
  rawHeaders: Object.entries(headers).flat(),
};
const facts = { peerAddress: "10.0.0.1", headers };

describe("compileAdapter", () => {
  it.each([
    [{ xfor: 1 }, "Did you mean"],
    [{ xFor: -1 }, "`xFor`"],
    [{ forwardedHeaders: "all" }, "`forwardedHeaders`"],
    [{ keepHeaders: "x-real-ip" }, "`keepHeaders`"],
    [{ keepHeaders: ["accept"] }, "`keepHeaders`"],
  ] as [object, string][])("throws if the options are %o", (options, message) => {
    expect(() => compileAdapter(options)).toThrow(ProxyFixOptionsError);
    expect(() => compileAdapter(options)).toThrow(new RegExp(message, "i"));
  });

  it("accepts the option socket only if the adapter names it", () => {
    expect(() => compileAdapter({ socket: true })).toThrow("`socket`");
    expect(compileAdapter({ socket: true }, SOCKET_NAMES).wantsSocketView).toBe(true);
    expect(() => compileAdapter({ socket: 1 } as never, SOCKET_NAMES)).toThrow("`socket`: got 1");
    expect(compileAdapter({}, SOCKET_NAMES).wantsSocketView).toBe(false);
  });

  it("accepts the option warnings, true by default", () => {
    expect(
      [{}, { warnings: true }, { warnings: false }].map((options) => compileAdapter(options).wantsWarnings),
    ).toEqual([true, true, false]);
    expect(() => compileAdapter({ warnings: 1 } as never)).toThrow("`warnings`: got 1; expected true or false");
  });

  it("shows the call of proxyFix, or the adapter's own, if something else was passed in place of options", () => {
    const wrong = new Map() as object;
    expect(() => compileAdapter(wrong)).toThrow("write proxyFix({ … })");
    expect(() => compileAdapter(wrong, [], "app.use(proxyFix({ … }))")).toThrow("write app.use(proxyFix({ … }))");
  });
});

describe("a compiled adapter", () => {
  const values = (adapter: CompiledAdapter, name: string): unknown =>
    adapter.believedHeaders(readResolution(adapter.resolve(facts, original)))?.valueOf(name);

  it("resolves facts, and the resolution has the original, which JSON does not contain", () => {
    const outcome = compileAdapter({}).resolve(facts, original);
    expect(readResolution(outcome)).toMatchObject({ clientAddress: "203.0.113.7" });
    expect(readResolution(outcome).original).toBe(original);
    expect(JSON.parse(JSON.stringify(outcome))).not.toHaveProperty("original");
  });

  it("returns a refusal with the original and the facts of the connection, and does not throw it", () => {
    const outcome = compileAdapter({ allowedHosts: ["example.com"] }).resolve(facts, original);
    expect(isRefusal(outcome) && outcome.status).toBe(400);
    expect(readResolution(outcome)).toMatchObject({ clientAddress: "10.0.0.1", host: "app" });
    expect(readResolution(outcome).original).toBe(original);
  });

  it("refuses with status 431 if header lines may be lost, before it calls any function of the user's", () => {
    const strict = (): never => expect.fail("must not be called");
    const outcome = compileAdapter({ strict }).resolve({ ...facts, hasLostLines: true }, original);
    expect(isRefusal(outcome) && [outcome.status, outcome.issues]).toEqual([431, []]);
    expect(readResolution(outcome).original).toBe(original);
  });

  it("refuses with status 400 if the target is malformed, before it calls any function of the user's", () => {
    const strict = (): never => expect.fail("must not be called");
    const outcome = compileAdapter({ strict, xHost: 1 }).resolve({ ...facts, authority: "" }, original);
    expect(isRefusal(outcome) && [outcome.status, outcome.issues]).toEqual([
      400,
      [{ header: "host", reason: "invalid" }],
    ]);
    expect(readResolution(outcome)).toMatchObject({ host: undefined, origin: undefined });
  });

  describe("with a believed host and a target that is a URL", () => {
    const adapter = compileAdapter({ xProto: 0, xHost: 1 });
    const resolve = (authority: string, hasUrlTarget?: boolean): ReturnType<CompiledAdapter["resolve"]> => {
      const received = { ...facts, headers: { ...headers, "x-forwarded-host": "shop.example" }, authority };
      return adapter.resolve(hasUrlTarget === undefined ? received : { ...received, hasUrlTarget }, original);
    };

    it("refuses the URL of another site with status 400", () => {
      const outcome = resolve("app", true);
      expect(isRefusal(outcome) && [outcome.status, outcome.issues]).toEqual([
        400,
        [{ header: "host", reason: "invalid" }],
      ]);
      expect(readResolution(outcome).original).toBe(original);
    });

    it("accepts the URL of the believed host", () => {
      expect(resolve("shop.example", true)).toMatchObject({ host: "shop.example", issues: [] });
      expect(resolve("SHOP.example:80", true)).toMatchObject({ host: "shop.example", issues: [] });
    });

    it("accepts another authority that is no part of the target", () => {
      expect(resolve("app", false)).toMatchObject({ host: "shop.example", issues: [] });
      expect(resolve("app")).toMatchObject({ host: "shop.example", issues: [] });
    });
  });

  it("throws an error that is no refusal, such as that of an accessor", () => {
    const broken = Object.defineProperty({ host: "app" }, "x-forwarded-for", {
      get: () => {
        throw new RangeError("a fault of the application");
      },
    });
    expect(() => compileAdapter({}).resolve({ ...facts, headers: broken }, original)).toThrow(RangeError);
  });

  it("resolves by the option shadow, if it is set", () => {
    const { resolve, resolveShadow } = compileAdapter({ shadow: { xFor: 2 } });
    expect(resolve(facts, original)).toMatchObject({ clientAddress: "203.0.113.7" });
    expect(resolveShadow?.(facts, original)).toMatchObject({ clientAddress: "6.6.6.6", original });
    expect(compileAdapter({}).resolveShadow).toBeUndefined();
  });

  it("returns whether the value of a fact is a believed header's", () => {
    const adapter = compileAdapter({});
    const resolution = readResolution(adapter.resolve(facts, original));
    expect([adapter.isBelieved(resolution, "for"), adapter.isBelieved(resolution, "proto")]).toEqual([true, false]);
  });

  it.each([
    [
      "an untrusted peer that sends forwarding headers",
      { trustedPeers: "loopback" },
      "10.0.0.1, sent forwarding headers",
    ],
    ["a trusted peer whose request has another issue", { trustedPeers: "10.0.0.1", xFor: 3 }, undefined],
    ["a trusted peer whose request has no issue", { trustedPeers: "10.0.0.1", xProto: 0 }, undefined],
  ])("describes %s, given %o, as %s", (_peer, options, description) => {
    const adapter = compileAdapter(options);
    const text = adapter.describeUntrusted(facts, adapter.resolve(facts, original));
    if (description === undefined) expect(text).toBeUndefined();
    else expect(text).toContain(description);
  });

  it("returns the believed and the received values of headers", () => {
    const adapter = compileAdapter({});
    expect(values(adapter, "x-forwarded-for")).toBe("203.0.113.7");
    expect(adapter.receivedHeaders(headers)?.valueOf("x-forwarded-for")).toBe("6.6.6.6, 203.0.113.7");
  });

  it("returns no values of headers if the options keep headers as received", () => {
    const adapter = compileAdapter({ forwardedHeaders: "keep" });
    expect(values(adapter, "x-forwarded-for")).toBeUndefined();
    expect(adapter.receivedHeaders(headers)).toBeUndefined();
  });
});
