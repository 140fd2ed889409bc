import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { request as send } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { proxyFix as proxyFixEnviron } from "../../src/adapters/environ.js";
import { proxyFix as proxyFixFetch } from "../../src/adapters/fetch.js";
import { proxyFix, rewriteHeaders } from "../../src/adapters/node.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import type { ResolutionMessage } from "../../src/headers/resolution-message.js";
import { resolveIncoming } from "../../src/request/resolve-incoming.js";
import { set } from "../../src/rewrite/index.js";
import { serve, THROUGH_PROXY } from "../frameworks/serve.js";
import { createRequest } from "./made-request.js";
import { ADAPTERS } from "./start-adapters.js";

const LINES = { Host: "app", "X-Forwarded-For": "6.6.6.6, 198.51.100.7" };

/** Subscribes to the channel until the test ends; by default the messages are collected. */
function listen(listener?: (message: unknown) => void): readonly ResolutionMessage[] {
  const messages: ResolutionMessage[] = [];
  const collect = listener ?? ((message: unknown) => void messages.push(message as ResolutionMessage));
  subscribe("proxyfix:resolution", collect);
  onTestFinished(() => {
    unsubscribe("proxyfix:resolution", collect);
  });
  return messages;
}

describe.each(ADAPTERS)("the channel with %s", (_name, start) => {
  it("publishes one message for a request: its resolution, and that by the option shadow", async () => {
    const messages = listen();
    const { get } = await start({ xHost: 1, shadow: { xFor: 2, trustedPeers: "loopback" } });
    expect((await get("/", THROUGH_PROXY)).body).toBe("198.51.100.7");
    expect(messages).toHaveLength(1);
    const { request, resolution, shadow, ...others } = messages[0]!;
    expect(resolution).toMatchObject({ clientAddress: "198.51.100.7", host: "example.com" });
    expect(shadow).toMatchObject({ resolution: { clientAddress: "6.6.6.6", host: "app:3000" } });
    expect(shadow?.differences).toEqual(["address", "host", "port"]);
    expect(request).toMatchObject({ method: "GET", url: "/", headers: { "x-forwarded-for": "198.51.100.7" } });
    expect(others).toEqual({});
  });

  it("publishes the refusal of a request, once", async () => {
    const messages = listen();
    const { get } = await start({ allowedHosts: ["shop.example"] });
    expect((await get("/", THROUGH_PROXY)).status).toBe(400);
    expect(messages.map(({ refusal }) => refusal?.status)).toEqual([400]);
  });

  it("lets no shadow change a request: neither its answer, nor whether it is refused", async () => {
    const messages = listen();
    const failing = (): never => {
      throw new Error("a fault of the application");
    };
    for (const shadow of [{ allowedHosts: ["a.test"] }, { trustedPeers: failing, strict: failing }]) {
      const { get } = await start({ xHost: 1, shadow });
      expect(await get("/", THROUGH_PROXY)).toMatchObject({ status: 200, body: "198.51.100.7" });
    }
    expect(messages.map(({ shadow }) => shadow?.refusal?.status)).toEqual([400, 403]);
  });

  it("calls no function of the shadow without a subscriber", async () => {
    const trustedPeers = vi.fn<() => boolean>(() => true);
    const { get } = await start({ shadow: { trustedPeers } });
    expect((await get("/", THROUGH_PROXY)).body).toBe("198.51.100.7");
    expect(trustedPeers).not.toHaveBeenCalled();
  });

  it("throws for a wrong shadow when it is created", async () => {
    await expect(async () => start({ shadow: { xFor: -1 } })).rejects.toThrow("`shadow.xFor`: got -1");
  });

  it("answers a request although a subscriber throws, and the process gets the error", async () => {
    const failure = new Error("a fault of the subscriber");
    listen(() => {
      throw failure;
    });
    const handlers = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    onTestFinished(() => {
      process.removeAllListeners("uncaughtException");
      for (const handler of handlers) process.on("uncaughtException", handler);
    });
    const uncaught: unknown[] = [];
    process.on("uncaughtException", (error) => uncaught.push(error));
    const { get } = await start({ xHost: 1 });
    expect(await get("/", THROUGH_PROXY)).toMatchObject({ status: 200, body: "198.51.100.7" });
    expect(uncaught).toEqual([failure]);
  });
});

describe("the channel of resolutions", () => {
  it("publishes the request of an upgrade", async () => {
    const messages = listen();
    const [, start] = ADAPTERS.find(([name]) => name === "proxyFixServer")!;
    const { server } = await start({ trustedPeers: "loopback" });
    server.on("upgrade", (_req, socket) => socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
    const headers = { Connection: "Upgrade", Upgrade: "websocket", "X-Forwarded-For": "198.51.100.7" };
    const client = send({ port: (server.address() as AddressInfo).port, headers }).end();
    await once(client, "response");
    expect(messages.map(({ resolution }) => resolution.clientAddress)).toEqual(["198.51.100.7"]);
  });

  it("publishes a message for each resolution of a request: also by a rewrite, and by a second adapter", async () => {
    const messages = listen();
    const rewritten = rewriteHeaders((_req, res) => res.end(), set("x-forwarded-for", "203.0.113.7"));
    const { get } = await serve(proxyFix((req, res) => rewritten(req, res), { xFor: 1 }));
    await get("/", LINES);
    expect(messages.map(({ resolution }) => resolution.clientAddress)).toEqual(["198.51.100.7", "203.0.113.7"]);
    expect(messages[0]!.request).toBe(messages[1]!.request);
    const req = createRequest(LINES);
    for (const count of [1, 2]) resolveIncoming(compileAdapter({ xFor: count }), req);
    expect(messages.slice(2).map(({ resolution }) => resolution.clientAddress)).toEqual(["198.51.100.7", "6.6.6.6"]);
  });

  it("publishes an object of the shape of Node's request for a fetch Request without one", () => {
    const messages = listen();
    const peer = () => ({ address: "127.0.0.1" });
    const handler = proxyFixFetch((request) => new Response(request.url), { xHost: 1, peer });
    handler(new Request("http://app/users", { headers: { host: "app", ...THROUGH_PROXY } }));
    expect(messages).toMatchObject([
      {
        request: { url: "http://app/users", headers: { host: "example.com", "x-forwarded-for": "198.51.100.7" } },
        resolution: { clientAddress: "198.51.100.7", host: "example.com" },
      },
    ]);
  });

  it("publishes the variables of a gateway, with counts of 0 by default in shadow too", () => {
    const messages = listen();
    const environ = { REMOTE_ADDR: "10.0.0.1", HTTP_HOST: "app", HTTP_X_FORWARDED_FOR: "6.6.6.6, 198.51.100.7" };
    proxyFixEnviron({ xFor: 1, shadow: {} })(environ);
    expect(() => proxyFixEnviron({ allowedHosts: ["shop.example"] })(environ)).toThrow("Bad Request");
    expect(messages).toMatchObject([
      {
        request: environ,
        resolution: { clientAddress: "198.51.100.7" },
        shadow: { resolution: { clientAddress: "10.0.0.1" }, differences: ["address"] },
      },
      { request: environ, refusal: { status: 400 } },
    ]);
  });

  it.each<[string, () => unknown]>([
    ["without the module", () => undefined],
    [
      "whose process has functions that throw",
      () => {
        throw new Error("not supported");
      },
    ],
  ])("is missing on a runtime %s, and requests are resolved there too", async (_title, answer) => {
    const find = vi.spyOn(process, "getBuiltinModule").mockImplementation(answer as never);
    onTestFinished(() => {
      find.mockRestore();
      vi.resetModules();
    });
    vi.resetModules();
    const channel = await import("../../src/request/resolution-channel.js");
    const incoming = await import("../../src/request/resolve-incoming.js");
    expect(find).toHaveBeenCalledWith("node:diagnostics_channel");
    expect(channel.RESOLUTION_CHANNEL).toBeUndefined();
    const { resolution } = incoming.resolveIncoming(compileAdapter({}), createRequest(LINES));
    expect(resolution.clientAddress).toBe("198.51.100.7");
  });
});
