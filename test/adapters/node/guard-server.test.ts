import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import type * as guardServerModule from "../../../src/adapters/node/guard-server.js";
import { findGuard, guardEmit, guardServer, isHttpServer } from "../../../src/adapters/node/guard-server.js";
import { proxyFixServer } from "../../../src/adapters/node.js";
import { compileAdapter } from "../../../src/headers/compile-adapter.js";
import { serve } from "../../frameworks/serve.js";

describe("isHttpServer", () => {
  it.each([http.createServer(), https.createServer(), http2.createServer(), http2.createSecureServer()])(
    "returns true for server %#",
    (server) => expect(isHttpServer(server)).toBe(true),
  );

  it.each([net.createServer(), tls.createServer(), process, {}, null, undefined, "server"])(
    "returns false for value %#",
    (value) => expect(isHttpServer(value)).toBe(false),
  );
});

describe("guardServer", () => {
  const answer: http.RequestListener = ({ headers }, res) => res.end(headers["x-forwarded-for"]);
  const FORWARDED = { "X-Forwarded-For": "203.0.113.66, 198.51.100.7" };

  it("replaces the options of a guarded server", async () => {
    const server = http.createServer(answer);
    expect(findGuard(server)).toBeUndefined();
    guardServer(server, compileAdapter({ xFor: 2 }));
    const guard = guardServer(server, compileAdapter({ xFor: 1 }));
    expect(findGuard(server)).toBe(guard);
    guardEmit(server);
    const { get } = await serve(server);
    expect((await get("/", FORWARDED)).body).toBe("198.51.100.7");
  });

  it("resolves a request once, and keeps a header that other code changes then", async () => {
    const server = http.createServer((req, res) => res.end(req.headers["x-forwarded-for"]));
    guardServer(server, compileAdapter({ xFor: 1 }));
    guardEmit(server);
    const { emit } = server;
    server.emit = (event: string, ...args: unknown[]): boolean => {
      expect(findGuard(server)!.admits(event, args)).toBe(true);
      if (event === "request") (args[0] as http.IncomingMessage).headers["x-forwarded-for"] = "changed";
      return Reflect.apply(emit, server, [event, ...args]) as boolean;
    };
    const { get } = await serve(server);
    expect((await get("/", FORWARDED)).body).toBe("changed");
  });

  it("wraps `emit` once, and calls the inherited one of that time", () => {
    const server = http.createServer();
    guardServer(server, compileAdapter({}));
    guardEmit(server);
    const { emit } = server;
    guardEmit(server);
    expect(server.emit).toBe(emit);
    const inherited = vi.spyOn(http.Server.prototype, "emit");
    server.emit("test", 1);
    expect(inherited.mock.calls).toEqual([["test", 1]]);
    inherited.mockRestore();
  });

  it("replaces the options that another copy of the package has set", async () => {
    vi.resetModules();
    onTestFinished(() => void vi.resetModules());
    const other = (await import("../../../src/adapters/node/guard-server.js")) as typeof guardServerModule;
    expect(other.guardServer).not.toBe(guardServer);
    const server = proxyFixServer(http.createServer(answer), { xFor: 2 });
    other.guardServer(server, compileAdapter({ xFor: 1 }));
    const { get } = await serve(server);
    expect((await get("/", FORWARDED)).body).toBe("198.51.100.7");
  });
});
