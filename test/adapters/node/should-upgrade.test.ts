import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";

import { wrapShouldUpgrade } from "../../../src/adapters/node/should-upgrade.js";
import { proxyFixServer, resolutionOf } from "../../../src/adapters/node.js";
import { listen, open } from "../../frameworks/listen.js";

type Callback = (req: IncomingMessage) => boolean;
type UpgradingServer = Server & { shouldUpgradeCallback?: Callback };

const req = {} as IncomingMessage;

describe("wrapShouldUpgrade", () => {
  it("calls the server's callback, also one that is assigned later, with a request that was resolved", () => {
    const seen: string[] = [];
    const server = { shouldUpgradeCallback: (_req: IncomingMessage): unknown => seen.push("first") };
    wrapShouldUpgrade(server, () => seen.push("resolved") > 0);
    server.shouldUpgradeCallback(req);
    server.shouldUpgradeCallback = function (this: unknown) {
      return seen.push(this === server ? "second" : "second, without its server");
    };
    server.shouldUpgradeCallback(req);
    expect(seen).toEqual(["resolved", "first", "resolved", "second"]);
  });

  it("declines the upgrade of a refused request without calling the callback", () => {
    const server = { shouldUpgradeCallback: (): unknown => expect.unreachable() };
    wrapShouldUpgrade(server, () => false);
    expect((server as { shouldUpgradeCallback(req: IncomingMessage): unknown }).shouldUpgradeCallback(req)).toBe(false);
  });

  it("adds nothing to a server without such a callback", () => {
    const server = {};
    wrapShouldUpgrade(server, () => true);
    expect(server).toEqual({});
  });
});

const UPGRADE =
  "GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.7\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

// Node 24 has it.
describe.skipIf(!("shouldUpgradeCallback" in createServer()))("shouldUpgradeCallback behind proxyFixServer", () => {
  const answer = (_req: IncomingMessage, socket: Duplex): unknown =>
    socket.end("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nupgraded");

  it("sees the resolved request, as an option and if it is assigned later", async () => {
    const seen: unknown[] = [];
    const look: Callback = (received) => {
      seen.push(resolutionOf(received)?.clientAddress, received.headers["x-forwarded-for"]);
      return true;
    };
    for (const assign of [false, true]) {
      const server: UpgradingServer = createServer((assign ? {} : { shouldUpgradeCallback: look }) as object);
      server.on("upgrade", answer);
      proxyFixServer(server);
      if (assign) server.shouldUpgradeCallback = look;
      expect((await open(await listen(server)).exchange(UPGRADE)).body).toBe("upgraded");
    }
    expect(seen).toEqual(Array.from({ length: 4 }, () => "203.0.113.7"));
  });

  it("is not called for a refused request, which is answered by a response", async () => {
    const shouldUpgradeCallback: Callback = () => expect.unreachable();
    const server = createServer({ shouldUpgradeCallback } as object, () => expect.unreachable());
    server.on("upgrade", () => expect.unreachable());
    const wire = open(await listen(proxyFixServer(server, { allowedHosts: ["shop.example"] })));
    expect((await wire.exchange(UPGRADE)).status).toBe(400);
  });
});
