import { describe, expect, it } from "vitest";

import { compileTrust, type Trust } from "../../src/trust/trust.js";

/** 10.0.0.1 as an integer. */
const TEN = 0x0a000001;

describe("compileTrust, given a list", () => {
  it("trusts a peer by the address that its socket reports", () => {
    const { trustsPeer } = compileTrust(["10.0.0.0/8", "fe80::/10"], "trustedPeers");
    for (const peer of ["::ffff:10.0.0.1", "::ffff:a00:1", "10.0.0.1", "fe80::1", "FE80::1", "fe80::1%eth0"]) {
      expect([peer, trustsPeer(peer)]).toEqual([peer, true]);
    }
  });

  it.each([
    undefined,
    null as unknown as undefined,
    "",
    "unix",
    "unknown",
    "10.0.0.1:80",
    "010.0.0.1",
    "192.0.2.1",
    "[fe80::1]",
    "fe00::1",
    "x,fe80::1",
  ])("does not trust the peer %j", (peer) => {
    expect(compileTrust(["10.0.0.0/8", "fe80::/10"], "trustedPeers").trustsPeer(peer)).toBe(false);
  });

  it.each([
    "loopback, uniquelocal",
    "loopback,uniquelocal",
    "\tloopback ,\t10.0.0.0/8 ",
    ["loopback ", " 10.0.0.0/8\t"],
    ["10.0.0.0/8", "loopback"],
  ])("trusts each entry of %j, trimmed of space and tab", (option) => {
    const { trustsPeer } = compileTrust(option, "trustedPeers");
    expect(["127.0.0.1", "10.0.0.1", "192.0.2.1"].map((peer) => trustsPeer(peer))).toEqual([true, true, false]);
  });

  it("trusts a network with a dotted tail", () => {
    const { trustsPeer } = compileTrust("64:ff9b::188.0.2.128/112, ::11.22.33.44", "trustedPeers");
    const peers = ["64:ff9b::bc00:280", "64:ff9b::188.0.2.1", "::b16:212c", "64:ff9b::bc01:1", "11.22.33.44"];
    expect(peers.map((peer) => trustsPeer(peer))).toEqual([true, true, true, false, false]);
  });

  it("trusts a hop at any distance by the same networks", () => {
    const { trustsHop } = compileTrust(["10.0.0.0/8", "2001:db8::/32"], "trustedProxies");
    expect([trustsHop(TEN, 1), trustsHop(TEN, 9)]).toEqual([true, true]);
    expect(trustsHop([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1], 1)).toBe(true);
    expect(trustsHop(0x0b000001, 1)).toBe(false);
  });

  it("parses the peer into the given groups", () => {
    const groups = [9, 9, 9, 9, 9, 9, 9, 9];
    expect(compileTrust("loopback", "trustedPeers").trustsPeer("::1", groups)).toBe(true);
    expect(groups).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('trusts the peer "unix" only if the list contains it', () => {
    expect(compileTrust("unix", "trustedPeers").trustsPeer("unix")).toBe(true);
    expect(compileTrust(["unix", "loopback"], "trustedPeers").trustsPeer("unix")).toBe(true);
    expect(compileTrust(["unix", "loopback"], "trustedPeers").trustsPeer("127.0.0.1")).toBe(true);
    expect(compileTrust("unix", "trustedPeers").trustsPeer("127.0.0.1")).toBe(false);
    expect(compileTrust("unix", "trustedPeers").trustsHop(TEN, 1)).toBe(false);
    expect(compileTrust("loopback", "trustedPeers").trustsPeer("unix")).toBe(false);
  });

  it("isList is true for a list and false for a function", () => {
    expect(compileTrust("loopback", "trustedProxies").isList).toBe(true);
    expect(compileTrust(() => true, "trustedProxies").isList).toBe(false);
  });
});

describe("compileTrust, given a function", () => {
  it("calls it with the canonical address and the hop", () => {
    const calls: unknown[] = [];
    const trust = compileTrust((...call) => calls.push(call) > 0, "trustedProxies");
    trust.trustsPeer("::ffff:10.0.0.1");
    trust.trustsPeer("unix");
    trust.trustsHop([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1], 2);
    trust.trustsHop(TEN, 3);
    expect(calls).toEqual([
      ["10.0.0.1", 0],
      ["unix", 0],
      ["2001:db8::1", 2],
      ["10.0.0.1", 3],
    ]);
  });

  it.each([undefined, null as unknown as undefined, "", "x", "10.0.0.1:80"])(
    "does not call it for the peer %j, which is no address, and does not trust that peer",
    (peer) => {
      const calls: unknown[] = [];
      const trust = compileTrust((...call) => calls.push(call) > 0, "trustedProxies");
      expect(trust.trustsPeer(peer)).toBe(false);
      expect(calls).toEqual([]);
    },
  );

  it.each<[string, () => unknown]>([
    ["returns a truthy value", () => 1],
    ["returns a promise", () => Promise.resolve(true)],
    ["returns a promise that rejects", () => Promise.reject(new Error("x"))],
    [
      "throws",
      () => {
        throw new Error("x");
      },
    ],
  ])("does not trust an address if the function %s", (_outcome, predicate) => {
    const trust = compileTrust(predicate as () => boolean, "trustedProxies");
    expect([trust.trustsPeer("10.0.0.1"), trust.trustsPeer("unix"), trust.trustsHop(TEN, 1)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("compileTrust", () => {
  it.each<[unknown, string]>([
    [
      [],
      'got an empty list; expected addresses or networks such as "loopback" or "10.0.0.0/8", "unix", or a function; ' +
        "leave the option out to trust by count alone",
    ],
    ["", 'got ""; expected addresses or networks'],
    [["10.0.0.1", ""], 'got ""; expected addresses'],
    [["10.0.0.1", undefined], "got undefined; expected addresses"],
    [[7], "got 7; expected addresses"],
    ["loopback,", 'got "" in "loopback,"; expected addresses or networks'],
    [" ", 'got " "; expected addresses or networks'],
    [["loopback,uniquelocal"], 'got "loopback,uniquelocal"; expected one entry for each element of the list'],
    ["10.0.0.0/8\n", 'got "10.0.0.0/8\\n"; expected a prefix length'],
    [true, "got true; expected the networks that your proxies are in; leave the option out to trust by count alone"],
    [["loopback", true], "got true; expected the networks that your proxies are in"],
    [false, "got false; expected addresses"],
    ["unix:/run/app.sock", 'got "unix:/run/app.sock"; expected "unix"'],
    ["10.0.0.1:80", 'got "10.0.0.1:80"; expected an address without port or brackets'],
    [["loopback", "lopback"], 'got "lopback"; expected an address, a network, "loopback"'],
    ["010.0.0.1", 'got "010.0.0.1"; expected an address in its usual form'],
    ["10.0.0.0/08", 'got "10.0.0.0/08"; expected a prefix length or a netmask after the slash'],
    ["10.0.0.0/0", 'got "10.0.0.0/0"; expected the networks that your proxies are in'],
    [
      "10.0.0.0/33",
      "invalid range on address: 10.0.0.0/33; expected a prefix length or a netmask that fits the address",
    ],
    [
      "10.0.0.0/255.0.255.0",
      "invalid range on address: 10.0.0.0/255.0.255.0; expected a prefix length or a netmask that fits the address",
    ],
    [
      "2001:db8::/129",
      "invalid range on address: 2001:db8::/129; expected a prefix length or a netmask that fits the address",
    ],
    [
      "2001:db8::/255.0.0.0",
      "invalid range on address: 2001:db8::/255.0.0.0; expected a prefix length or a netmask that fits the address",
    ],
  ])("rejects %j: %s", (option, message) => {
    const compile = (): unknown => compileTrust(option as Trust, "trustedPeers");
    expect(compile).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "trustedPeers" }));
    expect(compile).toThrow("`trustedPeers`: ");
    expect(compile).toThrow(message);
  });
});
