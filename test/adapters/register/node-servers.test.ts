import { channel } from "node:diagnostics_channel";
import { EventEmitter } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";

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
  onTestFinished(() => void Reflect.deleteProperty(net.Server.prototype, "emit"));
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
    expect(server.emit("test")).toBe(true);
    expect(seen).toEqual([server]);
    expect(counts).toEqual([1]);
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
