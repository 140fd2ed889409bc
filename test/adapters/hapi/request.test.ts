import { describe, expect, it } from "vitest";
import {
  hasServersName,
  rewriteRequest,
  showResolution,
  type HapiRequest,
} from "../../../src/adapters/hapi/request.js";
import { compileAdapter } from "../../../src/headers/compile-adapter.js";
import { resolveIncoming } from "../../../src/request/resolve-incoming.js";
import { remove, set } from "../../../src/rewrite/index.js";

function createRequest(headers: HapiRequest["headers"], isInjected = false): HapiRequest {
  const info = {
    host: "received:81",
    hostname: "received",
    get remoteAddress() {
      return "127.0.0.1";
    },
  };
  const raw = { req: { headers, url: "/", socket: { remoteAddress: "127.0.0.1", remotePort: 7 } } };
  return { headers, info, raw, isInjected, plugins: {}, server: { info: { host: "vm", port: 0 } } };
}

describe("hasServersName", () => {
  it("is true only for an injected request with the default name", () => {
    expect(hasServersName(createRequest({ host: "vm:0" }, true))).toBe(true);
    expect(hasServersName(createRequest({ host: "vm" }, true))).toBe(false);
    expect(hasServersName(createRequest({}, true))).toBe(false);
    expect(hasServersName(createRequest({ host: "vm:0" }))).toBe(false);
  });
});

describe("showResolution", () => {
  const resolve = (request: HapiRequest): unknown => resolveIncoming(compileAdapter({ xHost: 1 }), request.raw.req);

  it("shows nothing of a request that is not resolved", () => {
    const request = createRequest({ host: "app" });
    expect(showResolution(request)).toBeUndefined();
    expect(request.info).toMatchObject({ host: "received:81", remoteAddress: "127.0.0.1" });
  });

  it("shows the peer and its port, and an empty host if the host is unknown", () => {
    const request = createRequest({});
    resolve(request);
    expect(showResolution(request)?.clientPort).toBe(7);
    expect(request.info).toMatchObject({ host: "", hostname: "", remoteAddress: "127.0.0.1", remotePort: 7 });
  });

  it("shows an unknown address as undefined and an unknown port as hapi does, never the peer's", () => {
    const request = createRequest({ host: "app", "x-forwarded-for": "unknown" });
    resolve(request);
    showResolution(request);
    expect(request.info).toMatchObject({ remoteAddress: undefined, remotePort: "" });
  });

  it("gives the request the new headers if the received ones are sealed", () => {
    const request = createRequest(Object.freeze({ host: "app", "x-forwarded-host": "evil.example, shop.example" }));
    resolve(request);
    showResolution(request);
    expect(request.headers).toBe(request.raw.req.headers);
    expect(request.headers["host"]).toBe("shop.example");
  });
});

describe("rewriteRequest", () => {
  it.each([
    ["the new host", set("host", "[::1]:81"), "[::1]:81", "[::1]"],
    ["no host if it is removed", remove("host"), "", ""],
    ["hapi's own host if it is not rewritten", set("x-a", "b"), "received:81", "received"],
  ])("shows %s", (_title, rewrite, host, hostname) => {
    const request = createRequest({ host: "app" });
    rewriteRequest(request, rewrite);
    expect(request.info).toMatchObject({ host, hostname });
  });
});
