import { describe, expect, it } from "vitest";
import { findSocket, readPeerAddress, SOCKET } from "../../src/request/read-facts.js";
import type { PeerSocket } from "../../src/request/request.js";

describe("readPeerAddress", () => {
  it("returns the address as the socket reports it", () => {
    expect(readPeerAddress({ remoteAddress: "::ffff:127.0.0.1" })).toBe("::ffff:127.0.0.1");
  });

  it.each<[expected: string | undefined, condition: string, server: PeerSocket["server"]]>([
    ["unix", "the server listens on a path", { address: () => "/run/app.sock" }],
    [undefined, "the server listens on a port", { address: () => ({ port: 80 }) }],
    [undefined, "the server no longer listens", { address: () => null }],
    [undefined, "the server has no address()", {}],
    [undefined, "there is no server", undefined],
  ])("returns %s for a socket without an address if %s", (expected, _condition, server) => {
    expect(readPeerAddress({ remoteAddress: undefined, server })).toBe(expected);
    expect(readPeerAddress({ remoteAddress: "", server })).toBe(expected);
  });

  it("returns undefined if the request has no socket", () => {
    expect(readPeerAddress(undefined)).toBeUndefined();
    expect(readPeerAddress(null)).toBeUndefined();
  });

  it("still returns unix if the server stopped listening on its path and serves its last requests", () => {
    let address: string | null = "/run/app.sock";
    const server = { address: () => address };
    expect(readPeerAddress({ server })).toBe("unix");
    address = null;
    expect(readPeerAddress({ server })).toBe("unix");
  });

  it("returns undefined if the server listens on a port after a path: a peer that vanished is not a proxy", () => {
    let address: string | { port: number } | null = "/run/app.sock";
    const server = { address: () => address };
    expect(readPeerAddress({ server })).toBe("unix");
    address = { port: 80 };
    expect(readPeerAddress({ server })).toBeUndefined();
    address = null;
    expect(readPeerAddress({ server })).toBeUndefined();
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
