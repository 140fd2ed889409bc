import { describe, expect, it } from "vitest";

import { resolveConnection } from "../../src/resolve/refuse.js";
import { NONE, PEER, resolveHeaders } from "./request.js";

describe("the connection's client", () => {
  it.each<[string | undefined, string | undefined, number | undefined]>([
    ["::ffff:127.0.0.1", "127.0.0.1", 9],
    ["fe80::1%eth0", "fe80::1", 9],
    ["::", "::", 9],
    [null as unknown as undefined, undefined, undefined],
    ["unix", undefined, undefined],
    [undefined, undefined, undefined],
    ["nonsense", undefined, undefined],
  ])("is, if the socket reports the peer %j: %s, port %s", (peerAddress, address, port) => {
    const resolution = resolveHeaders({}, NONE, { peerAddress, peerPort: 9 });
    expect([resolution.clientAddress, resolution.clientPort, resolution.issues]).toEqual([address, port, []]);
  });
});

describe("resolveConnection", () => {
  const headers = {
    host: "app:3000",
    "x-forwarded-for": "6.6.6.6",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "evil.test",
    "x-forwarded-prefix": "/evil",
    forwarded: "for=6.6.6.6;host=evil.test",
  };

  it("returns the facts of the connection, and reads no forwarding header", () => {
    const facts = { headers, peerAddress: PEER, peerPort: 5000, encrypted: true, prefix: "/in" };
    expect(resolveConnection(facts).toJSON()).toEqual({
      clientAddress: PEER,
      clientPort: 5000,
      addresses: [],
      proto: "https",
      host: "app:3000",
      hostname: "app",
      port: 3000,
      prefix: "/in",
      origin: "https://app:3000",
      issues: [],
    });
  });

  it("returns defaults if nothing is known about the connection", () => {
    expect(resolveConnection({ headers: {} }).toJSON()).toEqual({
      clientAddress: undefined,
      clientPort: undefined,
      addresses: [],
      proto: "http",
      host: undefined,
      hostname: undefined,
      port: 80,
      prefix: "",
      origin: undefined,
      issues: [],
    });
  });
});
