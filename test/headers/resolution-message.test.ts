import { describe, expect, it } from "vitest";

import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import type { Original } from "../../src/headers/adapter-resolution.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { requireHost } from "../../src/headers/require-host.js";
import { createMessage, type ResolutionMessage } from "../../src/headers/resolution-message.js";

const REQUEST = {};
const HEADERS = {
  host: "app:3000",
  "x-forwarded-for": "203.0.113.66, 198.51.100.7",
  "x-forwarded-proto": "http, https",
  "x-forwarded-host": "shop.example, cdn.example",
  "x-forwarded-port": "8443",
  "x-forwarded-prefix": "/shop",
};

function messageOf(options: AdapterOptions, headers: Readonly<Record<string, string>> = HEADERS): ResolutionMessage {
  const original: Original = {
    ...{ peerAddress: "10.0.0.1", host: headers["host"], proto: "http", prefix: "", headers },
    rawHeaders: Object.entries(headers).flat(),
  };
  const facts = { headers, peerAddress: "10.0.0.1" };
  const adapter = compileAdapter(options);
  return createMessage(adapter, REQUEST, { facts, original }, adapter.resolve(facts, original));
}

describe("createMessage", () => {
  it("contains the request and its resolution, and nothing else without shadow and refusal", () => {
    const message = messageOf({ xHost: 1 });
    expect(Object.keys(message)).toEqual(["request", "resolution"]);
    expect(message.request).toBe(REQUEST);
    expect(message.resolution).toMatchObject({ clientAddress: "198.51.100.7", host: "cdn.example" });
    expect(message.resolution.original.peerAddress).toBe("10.0.0.1");
  });

  it("contains the refusal, with the facts of the connection as the resolution", () => {
    const { refusal, resolution } = messageOf({ allowedHosts: ["shop.example"] });
    expect(refusal).toMatchObject({ status: 400, issues: [{ header: "host", reason: "host-not-allowed" }] });
    expect(resolution).toBe(refusal?.resolution);
    expect(resolution).toMatchObject({ clientAddress: "10.0.0.1", proto: "http", host: "app:3000" });
  });

  it("contains the resolution by the option shadow, which has no option of the others", () => {
    const { resolution, shadow } = messageOf({ xFor: 2, xHost: 2, shadow: { xHost: 1 } });
    expect(resolution).toMatchObject({ clientAddress: "203.0.113.66", host: "shop.example" });
    expect(shadow?.resolution).toMatchObject({ clientAddress: "198.51.100.7", host: "cdn.example" });
    expect(shadow?.resolution.original).toBe(resolution.original);
    expect(Object.keys(shadow!)).toEqual(["resolution", "differences"]);
  });

  it.each<[AdapterOptions["shadow"] & object, readonly string[]]>([
    [{}, []],
    [{ xFor: 2 }, ["address"]],
    [{ xProto: 2 }, ["proto"]],
    [{ xHost: 1 }, ["host", "port"]],
    [{ xPort: 1 }, ["host", "port"]],
    [{ xPrefix: 1 }, ["prefix"]],
    [{ trustedPeers: "unix" }, ["address", "proto"]],
    [{ xFor: 0, xProto: 2, xHost: 2, xPort: 1, xPrefix: 1 }, ["address", "proto", "host", "port", "prefix"]],
  ])("lists the facts that differ by the shadow %o: %j", (shadow, differences) => {
    expect(messageOf({ shadow }).shadow?.differences).toEqual(differences);
  });

  it.each<[AdapterOptions["shadow"] & object, number]>([
    [{ allowedHosts: ["shop.example"] }, 400],
    [{ trustedPeers: "unix", strict: true }, 403],
  ])("contains the refusal by the shadow %o", (shadow, status) => {
    const message = messageOf({ shadow });
    expect(message.refusal).toBeUndefined();
    expect(message.shadow?.refusal?.status).toBe(status);
    expect(message.shadow?.resolution).toBe(message.shadow?.refusal?.resolution);
  });

  it("contains the result of the shadow for a request that the options themselves refuse", () => {
    const { refusal, shadow } = messageOf({ allowedHosts: ["shop.example"], shadow: {} });
    expect(refusal?.status).toBe(400);
    expect(shadow).toMatchObject({ resolution: { clientAddress: "198.51.100.7" } });
    expect(shadow).not.toHaveProperty("refusal");
  });

  it("does not throw if a function of the shadow throws, and lets it change nothing of the request", () => {
    const headers = { ...HEADERS };
    const { shadow } = messageOf(
      {
        shadow: {
          xHost: 3,
          strict: (_issue, facts) => {
            Object.assign(facts.headers, { host: "evil.example" });
            throw new Error("a fault of the application");
          },
        },
      },
      headers,
    );
    expect(shadow?.refusal?.status).toBe(400);
    expect(headers).toEqual(HEADERS);
  });

  it("requires a host by the shadow, if the adapter requires one", () => {
    const adapter = requireHost(compileAdapter({ xHost: 1, shadow: {} }));
    const facts = { headers: { "x-forwarded-host": "shop.example" }, peerAddress: "10.0.0.1" };
    const original = { peerAddress: "10.0.0.1" } as Original;
    const message = createMessage(adapter, REQUEST, { facts, original }, adapter.resolve(facts, original));
    expect(message.refusal).toBeUndefined();
    expect(message.shadow?.refusal?.status).toBe(400);
    expect(message.shadow?.resolution.original).toBe(original);
  });
});
