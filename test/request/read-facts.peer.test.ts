import { once } from "node:events";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { findSocket, readPeerAddress, SOCKET } from "../../src/request/read-facts.js";
import type { PeerSocket } from "../../src/request/request.js";
import { createDirectory, listen, open } from "../frameworks/listen.js";

describe("readPeerAddress", () => {
  it("returns the address as the socket reports it", () => {
    expect(readPeerAddress({ remoteAddress: "::ffff:127.0.0.1" })).toBe("::ffff:127.0.0.1");
  });

  it("returns unix for a socket of a path", async () => {
    const server = await listen(createServer(), join(createDirectory(), "s"));
    open(server);
    const [socket] = (await once(server, "connection")) as [Socket];
    expect(readPeerAddress(socket)).toBe("unix");
  });

  it("returns undefined for any other socket without an address", () => {
    expect(readPeerAddress({ remoteAddress: undefined })).toBeUndefined();
    expect(readPeerAddress({ remoteAddress: "" })).toBeUndefined();
  });

  it("returns undefined if the request has no socket", () => {
    expect(readPeerAddress(undefined)).toBeUndefined();
    expect(readPeerAddress(null)).toBeUndefined();
  });
});

describe("findSocket", () => {
  it("returns a socket itself, and the socket behind a view", () => {
    const socket = { remoteAddress: "10.0.0.1" };
    const view: PeerSocket = { remoteAddress: "203.0.113.7", ...{ [SOCKET]: socket } };
    expect(SOCKET).toBe(Symbol.for("proxyfix.socket"));
    expect(findSocket(socket)).toBe(socket);
    expect(findSocket(view)).toBe(socket);
  });

  it.each([undefined, null])("returns %s if there is no socket", (socket) => {
    expect(findSocket(socket)).toBe(socket);
  });
});
