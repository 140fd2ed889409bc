import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import packageJson from "../../package.json" with { type: "json" };
import * as first from "../../src/adapters/node.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import { createState, findState, startState } from "../../src/request/state.js";
import { copy, set } from "../../src/rewrite/index.js";
import { createRequest } from "./made-request.js";
import { parse, type Line } from "./parsed-request.js";

const ORIGINAL = Symbol.for("proxyfix.original");
const STATE = Symbol.for(`proxyfix.state@${packageJson.version}`);

const lines: readonly Line[] = [
  ["Host", "app"],
  ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
];
const record = Object.fromEntries(lines);

function readStream(req: IncomingMessage): Record<PropertyKey, unknown> {
  return (req as unknown as Record<"_readableState", Record<PropertyKey, unknown>>)["_readableState"];
}

describe("startState", () => {
  it("stores the original in a shape that never changes, and the state under the version, on the stream of a request", () => {
    const req = parse(lines);
    const before = Reflect.ownKeys(req);
    const state = startState(req as never);
    expect(Reflect.ownKeys(req)).toEqual(before);
    expect(readStream(req)[ORIGINAL]).toEqual({
      peerAddress: "10.0.0.1",
      host: "app",
      proto: "http",
      prefix: "",
      headers: { host: "app", "x-forwarded-for": "6.6.6.6, 203.0.113.7" },
      rawHeaders: lines.flat(),
    });
    expect(readStream(req)[STATE]).toBe(state);
    expect(startState(req as never)).toBe(state);
    expect(findState(Object.create(req) as object)).toBe(state);
  });

  it("stores both on a request without a stream, hidden from its copies", () => {
    const req = createRequest(record);
    const state = startState(req);
    expect(findState(req)).toBe(state);
    expect(Reflect.get(req, ORIGINAL)).toBe(state.original);
    expect(findState({ ...req })).toBeUndefined();
    expect(Object.keys(req)).toEqual(Object.keys(createRequest(record)));
  });

  it("has the target that it is given, else originalUrl, else the url", () => {
    expect(startState(createRequest(record, { url: "/7", originalUrl: "/users/7" }), "/given").target).toBe("/given");
    expect(startState(createRequest(record, { url: "/7", originalUrl: "/users/7" })).target).toBe("/users/7");
    expect(startState(createRequest(record, { url: "/7" })).target).toBe("/7");
  });
});

describe("createState", () => {
  it("does not store the state on the request", () => {
    const req = parse(lines);
    expect(createState(req as never).original.host).toBe("app");
    expect(findState(req)).toBeUndefined();
    expect(readStream(req)[ORIGINAL]).toBeUndefined();
  });
});

describe("a request whose original another version of the package has stored", () => {
  const original = {
    peerAddress: "192.0.2.1",
    host: "received.example",
    proto: "https",
    prefix: "",
    headers: { host: "received.example", "x-forwarded-for": "198.51.100.4", "x-user": "received" },
    rawHeaders: ["Host", "received.example", "X-Forwarded-For", "198.51.100.4", "X-User", "received"],
  } as const;

  it.each([
    ["a stream", () => parse(lines)],
    ["no stream", () => createRequest(record) as unknown as IncomingMessage],
  ])("is resolved from that original if it has %s", (_what, create) => {
    const req = create();
    (readStream(req) ?? (req as unknown as Record<PropertyKey, unknown>))[ORIGINAL] = original;
    const { resolution } = resolveIncoming(compileAdapter({}), req as never);
    expect(resolution).toMatchObject({ clientAddress: "198.51.100.4", host: "received.example" });
    expect(resolution.original).toBe(original);
    expect(req.headers).toMatchObject({ host: "received.example", "x-forwarded-for": "198.51.100.4" });
    expect(resolutionOf(req)).toBe(resolution);
    expect(
      resolveIncoming(compileAdapter({ trustedPeers: "192.0.2.1" }), req as never).resolution.issues,
    ).not.toContainEqual({ reason: "untrusted-peer" });
  });

  it("is rewritten from that original", () => {
    const req = parse(lines);
    readStream(req)[ORIGINAL] = original;
    rewriteIncoming(set("x-forwarded-for", "198.51.100.5"), req as never);
    const { resolution } = resolveIncoming(compileAdapter({}), req as never);
    expect(resolution).toMatchObject({ clientAddress: "198.51.100.5", host: "received.example" });
    expect(original.headers["x-forwarded-for"]).toBe("198.51.100.4");
  });
});

describe("two copies of the package in one process", () => {
  /** The same adapter once more, with classes of its own. */
  let second: typeof first;
  let close = (): void => {};

  beforeEach(async () => {
    vi.resetModules();
    second = await import("../../src/adapters/node.js");
  });
  afterEach(() => {
    close();
    vi.doUnmock("../../src/version.js");
  });

  async function get(handler: Parameters<typeof createServer>[1], headers: Record<string, string>): Promise<Response> {
    const server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    close = () => server.close();
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers });
  }

  async function visitBoth(inner: typeof first): Promise<string> {
    const handler = inner.proxyFix(
      (req, res) =>
        res.end(
          [req.proxyFix.clientAddress, req.headers["x-real-ip"], req.proxyFix.original.headers["x-real-ip"]].join(" "),
        ),
      { clientAddressHeader: "x-real-ip", xProto: 0 },
    );
    const outer = first.proxyFix(handler, { xFor: 1, xProto: 0 });
    return (await get(outer, { "x-forwarded-for": "203.0.113.7", "x-real-ip": "203.0.113.8" })).text();
  }

  it("are loaded as two separate modules", () => {
    expect(second.proxyFix).not.toBe(first.proxyFix);
  });

  it("resolve one request from its received headers: neither believes the other's", async () => {
    expect(await visitBoth(second)).toBe("203.0.113.8 203.0.113.8 203.0.113.8");
  });

  it("resolve one request from its received headers if their versions differ", async () => {
    vi.resetModules();
    vi.doMock("../../src/version.js", () => ({ VERSION: "99.0.0" }));
    const other = await import("../../src/adapters/node.js");
    const answer = await visitBoth(other);
    // The other version puts back no header that this one deleted; both have the same original and the same client.
    expect(answer).toMatch(/^203\.0\.113\.8 (203\.0\.113\.8)? 203\.0\.113\.8$/);
    expect(answer).not.toContain("203.0.113.7");
  });

  it("answer each other's refusals", async () => {
    const rewritten = second.rewriteHeaders((_req, res) => res.end("accepted"), copy("x-fhost", "x-forwarded-host"));
    const outer = first.proxyFix(rewritten, { xFor: 0, xProto: 0, xHost: 1, allowedHosts: ["127.0.0.1"] });
    const answer = await get(outer, { "x-fhost": "evil.test" });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("Bad Request")]);
  });
});
