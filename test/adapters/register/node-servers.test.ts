import { EventEmitter } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";

import { guardNodeServers } from "../../../src/adapters/register/node-servers.js";

/** Guards servers for one test; returns the servers that were to be guarded, each time. */
function collect(guardNew: (server: object) => boolean): object[] {
  const seen: object[] = [];
  guardNodeServers((server) => {
    seen.push(server);
    return guardNew(server);
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
    const seen = collect(() => false);
    const server: EventEmitter = create();
    const counts: number[] = [];
    server.on("test", () => counts.push(seen.length));
    expect(server.emit("test")).toBe(true);
    expect(seen).toEqual([server]);
    expect(counts).toEqual([1]);
  });

  it("emits the first event by the `emit` that a guard defines", () => {
    const events: unknown[] = [];
    const seen = collect((server) => {
      Object.assign(server, { emit: (event: string) => events.push(event) > 0 });
      return true;
    });
    const server = http.createServer();
    server.emit("listening");
    server.emit("close");
    expect(events).toEqual(["listening", "close"]);
    expect(seen).toHaveLength(1);
  });

  it("leaves other emitters alone", () => {
    const seen = collect(() => false);
    new EventEmitter().emit("test");
    expect(seen).toEqual([]);
  });
});
