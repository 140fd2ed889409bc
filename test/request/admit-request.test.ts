import { describe, expect, it } from "vitest";

import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { admitRequest } from "../../src/request/admit-request.js";

function createRequest(): Record<string, unknown> {
  return {
    headers: { host: "app", "x-forwarded-for": "198.51.100.7", "x-forwarded-prefix": "/shop" },
    rawHeaders: [],
    url: "/cart",
    socket: { remoteAddress: "127.0.0.1" },
  };
}

describe("admitRequest", () => {
  it("sets the resolution and the URLs of a request, and returns nothing", () => {
    const req = createRequest();
    expect(admitRequest(compileAdapter({ xPrefix: 1 }), req as never)).toBeUndefined();
    expect(req).toMatchObject({
      proxyFix: { clientAddress: "198.51.100.7" },
      originalUrl: "/shop/cart",
      baseUrl: "/shop",
      socket: { remoteAddress: "127.0.0.1" },
    });
  });

  it("returns the refusal of a refused request", () => {
    const refusal = admitRequest(compileAdapter({ allowedHosts: ["shop.example"] }), createRequest() as never);
    expect(refusal).toMatchObject({ code: "ERR_PROXYFIX_REFUSED", status: 400 });
  });

  it("shows the client on the socket if the options ask for it", () => {
    const req = createRequest();
    admitRequest(compileAdapter({ socket: true }, ["socket"]), req as never);
    expect(req["socket"]).toMatchObject({ remoteAddress: "198.51.100.7" });
  });
});
