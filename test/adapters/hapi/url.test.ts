import { describe, expect, it } from "vitest";
import { showUrl } from "../../../src/adapters/hapi/url.js";
import { compileAdapter } from "../../../src/headers/compile-adapter.js";
import { resolveIncoming } from "../../../src/request/resolve-incoming.js";

/** A request as hapi has it: `url` is an accessor of its prototype. */
class Request {
  readonly info = { host: "shop.example" };
  readonly raw = { req: { headers: { host: "app", "x-forwarded-host": "shop.example" }, url: "/a" } };
  inner: URL | null = new URL("http://shop.example/a?b#c");

  get url(): URL | null {
    return this.inner;
  }
}

function createRequest(): Request {
  const request = new Request();
  resolveIncoming(compileAdapter({ xHost: 1, xProto: 0 }), request.raw.req);
  showUrl(request);
  return request;
}

describe("showUrl", () => {
  it("shows the same object as long as hapi's own is the same", () => {
    const request = createRequest();
    const first = request.url;
    expect([first?.href, request.url]).toEqual(["http://shop.example/a?b#c", first]);
    expect(request.url).toBe(first);
    request.inner = new URL("http://shop.example/other");
    expect(request.url?.href).toBe("http://shop.example/other");
  });

  it("shows null if hapi has no URL", () => {
    const request = createRequest();
    request.inner = null;
    expect(request.url).toBeNull();
  });

  it("shows hapi's own URL if its host is another", () => {
    const request = createRequest();
    request.info.host = "inside.example";
    expect(request.url).toBe(request.inner);
  });

  it("cannot be assigned, as in hapi", () => {
    const request = createRequest();
    expect(() => Object.assign(request, { url: request.inner })).toThrow(TypeError);
  });
});
