import { fc, test } from "@fast-check/vitest";
import proxyaddr from "proxy-addr";
import { describe, expect, it } from "vitest";

import { compileTrust } from "../../src/trust/trust.js";

function trusts(option: Parameters<typeof compileTrust>[0], address: string, hop = 1): boolean {
  return compileTrust(option, "trustedProxies").trustsNode(address, 0, address.length, hop);
}

describe("a trust list", () => {
  it.each([
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.0.0.0/255.0.0.0", "10.1.2.3", true],
    ["10.1.2.3", "10.1.2.3:8080", true],
    ["10.1.2.3", "10.1.2.4", false],
    ["loopback", "127.9.9.9", true],
    ["loopback", "[::1]:80", true],
    ["loopback", "::2", false],
    ["linklocal", "fe80::1", true],
    ["linklocal", "169.254.1.1", true],
    ["uniquelocal", "192.168.0.1", true],
    ["uniquelocal", "172.32.0.1", false],
    ["uniquelocal", "fd00::1", true],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::", false],
    ["::ffff:10.0.0.0/104", "10.9.9.9", true],
    ["::ffff:10.0.0.1", "10.0.0.1", true],
    ["10.0.0.1", "::ffff:10.0.0.1", true],
    ["::/8", "127.0.0.1", false],
    ["10.0.0.0/8", "unknown", false],
    ["10.0.0.0/8", "010.0.0.1", false],
    ["10.0.0.0/8", "", false],
  ])("%s: %s is trusted: %s", (entry, address, expected) => {
    expect(trusts(entry, address)).toBe(expected);
    expect(trusts(["192.0.2.1", entry, "2001:db8:1::1"], address)).toBe(expected);
  });

  it("trusts a peer by what its socket reports", () => {
    const { trustsPeer } = compileTrust(["10.0.0.0/8", "fe80::/10"], "trustedPeers");
    for (const peer of ["::ffff:10.0.0.1", "::ffff:a00:1", "10.0.0.1", "fe80::1", "FE80::1", "fe80::1%eth0"]) {
      expect([peer, trustsPeer(peer)]).toEqual([peer, true]);
    }
    for (const peer of [undefined, "", "unix", "10.0.0.1:80", "192.0.2.1", "[fe80::1]", "fe00::1", "x,fe80::1"]) {
      expect([peer, trustsPeer(peer)]).toEqual([peer, false]);
    }
  });

  it("trusts a unix-domain socket where it says so", () => {
    expect(compileTrust("unix", "trustedPeers").trustsPeer("unix")).toBe(true);
    expect(compileTrust(["unix", "loopback"], "trustedPeers").trustsPeer("127.0.0.1")).toBe(true);
    expect(compileTrust("unix", "trustedPeers").trustsPeer("127.0.0.1")).toBe(false);
  });
});

describe("a trust function", () => {
  it("gets the canonical address and the hop", () => {
    const calls: unknown[] = [];
    const trust = compileTrust((...call) => calls.push(call) > 0, "trustedProxies");
    trust.trustsPeer("::ffff:10.0.0.1");
    trust.trustsPeer("unix");
    trust.trustsNode("[2001:DB8:0::1]:80", 0, 18, 2);
    expect(calls).toEqual([
      ["10.0.0.1", 0],
      ["unix", 0],
      ["2001:db8::1", 2],
    ]);
  });

  it("is asked with text, never by the integers that a list is asked with", () => {
    expect(compileTrust(() => true, "trustedProxies").trustsPlain()).toBe(false);
  });

  it("is not asked about what is no address", () => {
    const trust = compileTrust(() => true, "trustedProxies");
    expect([trust.trustsPeer(undefined), trust.trustsPeer("x"), trust.trustsNode("unknown", 0, 7, 1)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    ["a truthy value", () => 1 as unknown as boolean],
    ["a promise", () => Promise.resolve(true) as unknown as boolean],
    ["a promise that fails", () => Promise.reject(new Error("x")) as unknown as boolean],
    [
      "a throw",
      () => {
        throw new Error("x");
      },
    ],
  ])("does not trust by %s", (_, judge) => {
    expect(trusts(judge, "10.0.0.1")).toBe(false);
  });
});

describe("a wrong trust list", () => {
  it.each([
    [[], "got an empty list; expected addresses or networks"],
    ["", 'got ""; expected addresses or networks'],
    [["10.0.0.1", ""], 'got ""; expected addresses'],
    [["10.0.0.1", undefined], "got undefined; expected addresses"],
    [[7], "got 7; expected addresses"],
    [true, "got true; expected addresses"],
    ["10.0.0.1:80", 'got "10.0.0.1:80"; expected an address without port or brackets'],
    ["[::1]", 'got "[::1]"; expected an address without port or brackets'],
    ["lopback", 'got "lopback"; expected an address, a network, "loopback"'],
    ["example.com", 'got "example.com"; expected an address in its usual form'],
    ["010.0.0.1", 'got "010.0.0.1"; expected an address in its usual form'],
    ["1", 'got "1"; expected an address in its usual form'],
    ["fe80::1%eth0", 'got "fe80::1%eth0"; expected an address in its usual form'],
    ["::1.2.3.4", 'got "::1.2.3.4"; expected an address in its usual form'],
    ["10.0.0.0/", "expected a prefix length or a netmask after the slash"],
    ["10.0.0.0/08", "expected a prefix length or a netmask after the slash"],
    ["10.0.0.0/8/8", "expected a prefix length or a netmask after the slash"],
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
    ["10.0.0.0/0", "expected a prefix of /8 or longer"],
    ["0.0.0.0/7", "expected a prefix of /8 or longer"],
    ["0.0.0.0/128.0.0.0", "expected a prefix of /8 or longer"],
    ["::/0", "expected a prefix of /7 or longer"],
    ["::ffff:0.0.0.0/96", "expected a prefix of /104 or longer"],
    ["::ffff:10.0.0.0/8", "expected a prefix of /104 or longer"],
  ])("%j is refused: %s", (option, message) => {
    const compile = (): unknown => compileTrust(option as string, "trustedPeers");
    expect(compile).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "trustedPeers" }));
    expect(compile).toThrow(`\`trustedPeers\`: `);
    expect(compile).toThrow(message);
  });
});

const octet = fc.oneof(fc.constantFrom(0, 1, 10, 127, 128, 255), fc.nat({ max: 255 }));
const ipv4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join("."));
const group = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x8000), fc.nat({ max: 0xffff }));
const ipv6 = fc
  .tuple(group, group, group, group, group, group, group, group)
  .map((parts) => parts.map((part) => part.toString(16)).join(":"));
const mapped = ipv4.map((address) => `::ffff:${address}`);
const network = fc.oneof(
  fc.constantFrom("loopback", "linklocal", "uniquelocal"),
  ipv4,
  fc.tuple(ipv4, fc.integer({ min: 8, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
  fc
    .tuple(ipv6, fc.integer({ min: 7, max: 128 }))
    // A mapped network as short as that is refused.
    .filter(([address, bits]) => bits >= 104 || !address.startsWith("0:0:0:0:0:ffff:"))
    .map(([address, bits]) => `${address}/${bits}`),
  mapped,
  fc.tuple(mapped, fc.integer({ min: 104, max: 128 })).map(([address, bits]) => `${address}/${bits}`),
);

/** Addresses near the edges of the networks, where a wrong comparison shows. */
function nearby(entry: string): string[] {
  const [address = ""] = entry.split("/");
  if (!/[.:]/.test(address)) return [];
  const separator = address.includes(".") ? "." : ":";
  const parts = address.split(separator);
  return parts.flatMap((part, place) =>
    [-1, 1].map((step) => {
      const base = separator === "." && !part.includes(":") ? 10 : 16;
      const value = Number.parseInt(part, base) + step;
      return parts.with(place, value >= 0 ? value.toString(base) : part).join(separator);
    }),
  );
}

describe("the table of networks", () => {
  test.prop(
    [fc.array(network, { minLength: 1, maxLength: 12 }), fc.array(fc.oneof(ipv4, ipv6, mapped), { maxLength: 10 })],
    {
      numRuns: Number(process.env.PROXYFIX_RUNS ?? 1000),
    },
  )("answers as proxy-addr does", (entries, addresses) => {
    const judge = proxyaddr.compile(entries);
    const { trustsPeer } = compileTrust(entries, "trustedProxies");
    const asked = [...addresses, ...entries.flatMap((entry) => [entry.split("/")[0]!, ...nearby(entry)])];
    for (const address of asked) expect([address, trustsPeer(address)]).toEqual([address, judge(address, 0)]);
  });
});
