import { describe, expect, it } from "vitest";
import { readPeerAddress } from "../../src/request/peer.js";

describe("readPeerAddress", () => {
  it("gives the address as the socket reports it", () => {
    expect(readPeerAddress({ remoteAddress: "::ffff:127.0.0.1" })).toBe("::ffff:127.0.0.1");
  });

  it.each([
    ["the server listens on a path", { address: () => "/run/app.sock" }, "unix"],
    ["the server listens on a port", { address: () => ({ port: 80 }) }, undefined],
    ["the server does not listen any more", { address: () => null }, undefined],
    ["the server does not tell", {}, undefined],
    ["there is no server", undefined, undefined],
  ])("takes a socket without an address for what it is where %s", (_name, server, expected) => {
    expect(readPeerAddress({ remoteAddress: undefined, server })).toBe(expected);
    expect(readPeerAddress({ remoteAddress: "", server })).toBe(expected);
  });

  it("knows nothing of a request without a socket", () => {
    expect(readPeerAddress(undefined)).toBeUndefined();
    expect(readPeerAddress(null)).toBeUndefined();
  });

  it("remembers that a server listened on a path, while it serves its last requests", () => {
    let address: string | null = "/run/app.sock";
    const server = { address: () => address };
    expect(readPeerAddress({ server })).toBe("unix");
    address = null;
    expect(readPeerAddress({ server })).toBe("unix");
  });

  it("forgets it where the same server listens on a port afterwards: a peer that vanished is no proxy", () => {
    let address: string | { port: number } | null = "/run/app.sock";
    const server = { address: () => address };
    expect(readPeerAddress({ server })).toBe("unix");
    address = { port: 80 };
    expect(readPeerAddress({ server })).toBeUndefined();
    address = null;
    expect(readPeerAddress({ server })).toBeUndefined();
  });
});
