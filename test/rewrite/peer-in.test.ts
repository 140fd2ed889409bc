import { not, peerIn } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("peerIn", () => {
  test.each([
    { peers: "10.0.0.0/8", peerAddress: "10.1.2.3", holds: true },
    { peers: "10.0.0.0/8", peerAddress: "::ffff:10.1.2.3", holds: true },
    { peers: "10.0.0.0/8", peerAddress: "11.0.0.1", holds: false },
    { peers: ["loopback", "2001:db8::/32"], peerAddress: "::1", holds: true },
    { peers: ["loopback", "2001:db8::/32"], peerAddress: "2001:db8::9%eth0", holds: true },
    { peers: "unix", peerAddress: "unix", holds: true },
    { peers: "loopback", peerAddress: "unix", holds: false },
    { peers: "loopback", peerAddress: undefined, holds: false },
    { peers: (address: string) => address === "192.0.2.1", peerAddress: "192.0.2.1", holds: true },
    { peers: () => 1 as unknown as boolean, peerAddress: "192.0.2.1", holds: false },
  ])("returns for the peer $peerAddress and $peers: $holds", ({ peers, peerAddress, holds }) => {
    expect(peerIn(peers)({}, { peerAddress })).toBe(holds);
    expect(not(peerIn(peers))({}, { peerAddress })).toBe(!holds);
  });

  test("ignores forwarding headers", () => {
    const headers = { "x-forwarded-for": "10.0.0.1", forwarded: "for=10.0.0.1", "x-real-ip": "10.0.0.1" };
    expect(peerIn("10.0.0.0/8")(headers, { peerAddress: "192.0.2.66" })).toBe(false);
  });

  test.each([["10.0.0.1/33"], [[]], [""]])("rejects %j", (peers) => {
    expect(() => peerIn(peers)).toThrow("`peerIn`: ");
  });
});
