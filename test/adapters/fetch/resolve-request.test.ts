import { describe, expect, it } from "vitest";
import { formatExternalUrl } from "../../../src/adapters/fetch/format-url.js";
import { createResolve, createRewrite } from "../../../src/adapters/fetch/resolve-request.js";
import { findResolution } from "../../../src/adapters/fetch/show-argument.js";
import { compileAdapter } from "../../../src/headers/compile-adapter.js";
import { map, set } from "../../../src/rewrite/index.js";

const way = { readPeer: () => ({ address: "127.0.0.1" }), formatUrl: formatExternalUrl };
const adapter = compileAdapter({ xHost: 1, xPrefix: 1, trustedPeers: "loopback" });
const resolve = createResolve(adapter, way);

const proxied = (): Request =>
  new Request("http://app.test/users?a=b", {
    headers: {
      host: "app.test",
      "x-forwarded-for": "6.6.6.6, 198.51.100.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "shop.test",
      "x-forwarded-prefix": "/shop",
      "x-real-ip": "6.6.6.6",
    },
  });

describe("createResolve", () => {
  it("gives a Request the resolved URL and headers", () => {
    const request = proxied();
    resolve(request, []);
    expect(request.url).toBe("https://shop.test/shop/users?a=b");
    expect(Object.fromEntries(request.headers)).toEqual({
      host: "shop.test",
      "x-forwarded-for": "198.51.100.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "shop.test",
      "x-forwarded-prefix": "/shop",
    });
  });

  it("resolves again from the received headers; the path has the prefix once", () => {
    const request = proxied();
    resolve(request, []);
    createResolve(compileAdapter({ xFor: 2, xPrefix: 1 }), way)(request, []);
    expect(request.url).toBe("https://app.test/shop/users?a=b");
    expect(request.headers.get("x-forwarded-for")).toBe("6.6.6.6, 198.51.100.7");
    expect(request.headers.get("x-forwarded-host")).toBeNull();
    createResolve(compileAdapter({ xFor: 0, xProto: 0 }), way)(request, []);
    expect(request.url).toBe("http://app.test/users?a=b");
    expect(Object.fromEntries(request.headers)).toEqual({ host: "app.test" });
  });

  it("shows the facts of the connection on a refused Request, and throws", () => {
    const request = proxied();
    const strict = createResolve(compileAdapter({ forwarded: 1, trustedPeers: "loopback", strict: true }), way);
    expect(() => strict(request, [])).toThrow("Bad Request");
    expect(request.url).toBe("http://app.test/users?a=b");
    expect(Object.fromEntries(request.headers)).toEqual({ host: "app.test" });
    expect(findResolution(request)).toMatchObject({ clientAddress: "127.0.0.1" });
  });

  it("refuses a Request whose host is unknown", () => {
    const request = new Request("http://evil.test/", { headers: { host: "app.test" } });
    expect(() => resolve(request, [])).toThrow("Bad Request");
    expect(request.url).toBe("http://unknown.invalid/");
    expect(request.headers.get("host")).toBeNull();
  });
});

describe("createRewrite", () => {
  it("changes the headers alone if the Request is not resolved yet", () => {
    const request = proxied();
    createRewrite(set("x-forwarded-host", "other.test"), way)(request, []);
    expect(request.url).toBe("http://app.test/users?a=b");
    expect(request.headers.get("x-forwarded-host")).toBe("other.test");
    expect(request.headers.get("x-real-ip")).toBe("6.6.6.6");
    expect(findResolution(request)).toBeUndefined();
    resolve(request, []);
    expect(request.url).toBe("https://other.test/shop/users?a=b");
  });

  it("resolves a resolved Request again", () => {
    const request = proxied();
    resolve(request, []);
    createRewrite(
      map("x-forwarded-host", () => "other.test"),
      way,
    )(request, []);
    expect(request.url).toBe("https://other.test/shop/users?a=b");
    expect(request.headers.get("host")).toBe("other.test");
  });
});
