import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import type * as guardServerModule from "../../../src/adapters/node/guard-server.js";
import { findGuard, guardServer, isHttpServer } from "../../../src/adapters/node/guard-server.js";
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
    const { get } = await serve(server);
    expect((await get("/", FORWARDED)).body).toBe("198.51.100.7");
  });

  it("resolves a request once, before an `emit` that other code assigns, and keeps what that code changes", async () => {
    const server = http.createServer((req, res) =>
      res.end(`${String(Reflect.get(req, "seen"))} ${String(req.headers["x-forwarded-for"])}`),
    );
    guardServer(server, compileAdapter({ xFor: 1 }));
    const { emit } = server;
    server.emit = (event: string, ...args: unknown[]): boolean => {
      const [req] = args as [http.IncomingMessage];
      if (event === "request") {
        Object.assign(req, { seen: req.headers["x-forwarded-for"] });
        req.headers["x-forwarded-for"] = "changed";
      }
      return Reflect.apply(emit, server, [event, ...args]) as boolean;
    };
    const { get } = await serve(server);
    expect((await get("/", FORWARDED)).body).toBe("198.51.100.7 changed");
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
