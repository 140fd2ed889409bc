import { describe, expect, it } from "vitest";

import { resolve, toSpanAttributes } from "../src/index.js";

describe("toSpanAttributes", () => {
  it("returns the client and the server by OpenTelemetry's names", () => {
    const facts = {
      peerAddress: "10.0.0.1",
      headers: { "x-forwarded-for": "[2001:db8::9]:4711", "x-forwarded-proto": "https", host: "[2001:db8::1]:8443" },
    };
    expect(toSpanAttributes(resolve(facts))).toEqual({
      "client.address": "2001:db8::9",
      "client.port": 4711,
      "server.address": "2001:db8::1",
      "server.port": 8443,
      "url.scheme": "https",
    });
  });

  it("returns no attribute for a fact that is undefined", () => {
    expect(toSpanAttributes(resolve({ headers: {} }))).toEqual({ "url.scheme": "http" });
    expect(toSpanAttributes(resolve({ headers: { host: "a.test" }, peerAddress: "::1" }))).toEqual({
      "client.address": "::1",
      "server.address": "a.test",
      "server.port": 80,
      "url.scheme": "http",
    });
  });
});
