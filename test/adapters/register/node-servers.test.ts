import { channel } from "node:diagnostics_channel";
import { EventEmitter } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { guardNodeServers } from "../../../src/adapters/register/node-servers.js";

/** Finds the guard of a server. */
type FindGuard = Parameters<typeof guardNodeServers>[0];

/** Guards servers for one test; returns the servers whose guard was asked for, each time. */
function collect(findGuard: FindGuard): object[] {
  const seen: object[] = [];
  guardNodeServers((server) => {
    seen.push(server);
    return findGuard(server);
  });
  onTestFinished(() => {
    for (const { prototype } of [net.Server, http.Server]) Reflect.deleteProperty(prototype, "emit");
  });
  return seen;
}

describe("guardNodeServers", () => {
  it.each([
    ["node:http", () => http.createServer()],
    ["node:https", () => https.createServer()],
    ["node:http2", () => http2.createServer()],
    ["node:http2, with TLS", () => http2.createSecureServer()],
  ])("passes on a server of %s before its first listener runs", (_title, create) => {
    const seen = collect(() => undefined);
    const server: EventEmitter = create();
    const counts: number[] = [];
    server.on("test", () => counts.push(seen.length));
    server.emit("test");
    expect(counts).toHaveLength(1);
    expect(counts[0]).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set([server]));
  });

  it("guards a server whose prototype has an `emit` of other code, which does not call net's", () => {
    http.Server.prototype.emit = function (...args: [string]): boolean {
      return EventEmitter.prototype.emit.apply(this, args);
    };
    collect(() => ({ admits: () => false, resolves: () => true }));
    const heard: string[] = [];
    const server = http.createServer().on("test" as "close", () => heard.push("test"));
    expect([server.emit("test"), heard]).toEqual([true, []]);
  });

  it("calls the `emit` that other code gives to EventEmitter later", () => {
    collect(() => undefined);
    const emit = vi.spyOn(EventEmitter.prototype, "emit");
    onTestFinished(() => emit.mockRestore());
    http.createServer().emit("test", 1);
    expect(emit.mock.calls).toContainEqual(["test", 1]);
  });

  it("emits the events that the guard admits", () => {
    collect(() => ({ admits: (event) => event === "good", resolves: () => true }));
    const server: EventEmitter = http.createServer();
    const events: string[] = [];
    for (const event of ["good", "bad"]) server.on(event, () => events.push(event));
    expect([server.emit("good"), server.emit("bad"), server.emit("unheard")]).toEqual([true, true, true]);
    expect(events).toEqual(["good"]);
  });

  it("resolves a request when Node announces it", () => {
    const resolved: unknown[] = [];
    collect(() => ({ admits: () => true, resolves: (...received) => resolved.push(received) > 0 }));
    const message = { request: {}, server: http.createServer() };
    channel("http.server.request.start").publish(message);
    expect(resolved).toEqual([["request", [message.request]]]);
  });

  it("leaves other emitters alone", () => {
    const seen = collect(() => undefined);
    new EventEmitter().emit("test");
    expect(seen).toEqual([]);
  });
});
