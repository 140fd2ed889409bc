import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import net, { connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { proxyFix, proxyFixServer, resolutionOf } from "../../src/adapters/node.js";
import { isUnixPeer } from "../../src/request/unix-peer.js";
import { formatRequest } from "../contract/wire.js";
import { createDirectory, createTlsServer, listen, open } from "../frameworks/listen.js";

const createPath = (): string => join(createDirectory(), "s");

/** Connects a client to a server and returns both ends. */
async function accept(server: Server): Promise<[Socket, client: ReturnType<typeof open>]> {
  const event = "setSecureContext" in server ? "secureConnection" : "connection";
  const accepted = once(server, event);
  const client = open(server);
  const [socket] = (await accepted) as [Socket];
  return [socket, client];
}

/** Closes a connection by the client's side, and waits until the socket has no handle any more. */
async function vanish(socket: Socket, client: { close(): void }): Promise<void> {
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  client.close();
  socket.destroy();
  await closed;
}

describe("isUnixPeer", () => {
  it.each<[string, () => Server]>([
    ["a unix-domain socket", createServer],
    ["TLS over a unix-domain socket", createTlsServer],
  ])("is true for %s, also after it was closed", async (_title, create) => {
    const [socket, client] = await accept(await listen(create(), createPath()));
    expect(isUnixPeer(socket)).toBe(true);
    await vanish(socket, client);
    expect(isUnixPeer(socket)).toBe(true);
  });

  it("is true for a socket that was closed before it was seen, if its server listens on a path", async () => {
    for (const create of [createServer, createTlsServer]) {
      const [socket, client] = await accept(await listen(create(), createPath()));
      await vanish(socket, client);
      expect(isUnixPeer(socket)).toBe(true);
    }
  });

  it("is false for a peer of TCP, also after it vanished", async () => {
    for (const create of [createServer, createTlsServer]) {
      const [socket, client] = await accept(await listen(create()));
      expect(isUnixPeer(socket)).toBe(false);
      await vanish(socket, client);
      expect(isUnixPeer(socket)).toBe(false);
    }
  });

  it("is false for a vanished peer of TCP whose connection was handed to a server on a path", async () => {
    const server = await listen(createServer(), createPath());
    const other = net.createServer((socket) => void server.emit("connection", socket));
    await listen(other as Server);
    const [socket, client] = await accept(other as Server);
    expect((socket as { server?: unknown }).server).toBe(server);
    await vanish(socket, client);
    expect(isUnixPeer(socket)).toBe(false);
  });

  it("is false for a socket that was closed before it was seen, if its server listens no longer", async () => {
    const server = createServer();
    await listen(server, createPath());
    await new Promise((resolve) => void server.close(resolve));
    await listen(server);
    const [socket, client] = await accept(server);
    server.close();
    await vanish(socket, client);
    // The server still reports the path that it listened on before the port.
    expect(typeof server.address()).toBe("string");
    expect(isUnixPeer(socket)).toBe(false);
  });

  it.each([{}, { server: { address: () => "/run/app.sock" } }, { _handle: null, _server: null }])(
    "is false for an object that is no socket of Node's: %j",
    (socket) => {
      expect(isUnixPeer(socket as never)).toBe(false);
    },
  );
});

describe("a request of a TCP client that vanished while a server on a path had its connection", () => {
  it.each<["middleware" | "server", (server: Server) => void]>([
    ["middleware", () => undefined],
    ["server", (server) => void proxyFixServer(server, { trustedPeers: "unix" })],
  ])("is not believed by the %s", async (_title, protect) => {
    const server = await listen(createServer(), createPath());
    protect(server);
    const front = await listen(net.createServer((socket) => void server.emit("connection", socket)) as Server);
    const requested = once(server, "request");
    const client = connect((front.address() as net.AddressInfo).port, "127.0.0.1");
    client.write(formatRequest([["Host", "app"], ["X-Forwarded-For", "6.6.6.6"]])); // prettier-ignore
    const [req] = (await requested) as [IncomingMessage];
    const closed = new Promise((resolve) => void req.socket.once("close", resolve));
    client.resetAndDestroy();
    await closed;
    proxyFix(() => undefined, { trustedPeers: "unix" })(req, { end: () => undefined } as never);
    expect(resolutionOf(req)?.issues).toEqual([{ reason: "untrusted-peer" }]);
    expect(resolutionOf(req)?.original.peerAddress).not.toBe("unix");
  });
});
