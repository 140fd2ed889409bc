import { describe, expect, it } from "vitest";

import { listedNode } from "../../src/grammar/node.js";
import { compileNetworks, findNetworkFault, toCanonicalNetwork } from "../../src/trust/networks.js";

const ANYONE = "expected the networks that your proxies are in; leave the option out to trust by count alone";

describe("compileNetworks", () => {
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
    ["::ffff:10.0.0.0/104", "11.0.0.0", false],
    ["::ffff:10.0.0.1", "10.0.0.1", true],
    ["::ffff:10.0.0.1", "10.0.0.2", false],
    ["10.0.0.1", "::ffff:10.0.0.1", true],
    ["::/8", "127.0.0.1", false],
    ["169.254.0.0/16", "169.255.0.0", false],
    ["fc00::/7", "fe00::", false],
  ])("compiles %j to a check that returns for %s: %s", (entry, text, expected) => {
    const address = listedNode.parseIp(text, 0, text.length)!;
    expect(compileNetworks([entry])(address)).toBe(expected);
    expect(compileNetworks(["192.0.2.1", entry, "2001:db8:1::1"])(address)).toBe(expected);
  });

  it.each([
    ["::11.22.33.44", "::b16:212c"],
    ["64:ff9b::188.0.2.128/112", "64:ff9b::bc00:280/112"],
    ["2001:DB8:0:0::/32", "2001:db8::/32"],
    ["::ffff:10.0.0.0/104", "::ffff:10.0.0.0/104"],
    ["::FFFF:a00:1", "::ffff:10.0.0.1"],
    ["10.0.0.0/255.0.0.0", "10.0.0.0/255.0.0.0"],
    ["loopback", "loopback"],
    ["fe80::1%eth0", "fe80::1%eth0"],
  ])("compiles %j as its canonical text %j", (entry, canonical) => {
    expect(toCanonicalNetwork(entry)).toBe(canonical);
  });

  it("compiles an empty list to a check that contains no address", () => {
    expect(compileNetworks([])(0x7f000001)).toBe(false);
    expect(compileNetworks([])([0, 0, 0, 0, 0, 0, 0, 1])).toBe(false);
  });
});

describe("findNetworkFault", () => {
  it.each([
    "loopback",
    "linklocal",
    "uniquelocal",
    "10.0.0.1",
    "10.0.0.0/8",
    "10.0.0.0/255.0.0.0",
    "0.0.0.0/8",
    "::1",
    "::/7",
    "fe80::/10",
    "::ffff:10.0.0.0/104",
    "10.0.0.0/32",
    "10.0.0.0/255.255.0.0",
    "::ffff:10.0.0.0",
    "::11.22.33.44",
    "64:ff9b::188.0.2.128/112",
  ])("accepts %j", (entry) => {
    expect(findNetworkFault(entry)).toBeUndefined();
  });

  it.each<readonly [entry: string, fault: string]>([
    ["10.0.0.1:80", "expected an address without port or brackets"],
    ["[::1]", "expected an address without port or brackets"],
    ["lopback", 'expected an address, a network, "loopback", "linklocal", "uniquelocal" or "unix"'],
    ["constructor", 'expected an address, a network, "loopback", "linklocal", "uniquelocal" or "unix"'],
    ["lopback", "names are not looked up"],
    ["example.com", "expected an address or a network; names are not looked up"],
    ["nginx", "names are not looked up"],
    ["localhost", 'expected "loopback", the addresses of this machine'],
    ["private", 'expected "uniquelocal", the private networks'],
    ["10.0.0.0", "expected 10.0.0.0/8 for the network, a longer prefix such as 10.0.0.0/24 for the subnet of your proxies, or 10.0.0.0/32 for the one address"], // prettier-ignore
    ["172.16.0.0", "expected 172.16.0.0/12 for the network, a longer prefix such as 172.16.0.0/24"],
    ["172.17.0.0", "expected 172.17.0.0/16 for the network"],
    ["10.16.0.0", "expected 10.16.0.0/16 for the network"],
    ["10.0.0.1,10.0.0.2", "expected one entry for each element of the list, or one text with commas"],
    ["192.168.0.0", "expected 192.168.0.0/16 for the network, a longer prefix such as 192.168.0.0/24"],
    ...["0.0.0.0", "0.0.0.0/0", "::/0", "0.0.0.0/0.0.0.0", "*", "true"].map((any) => [any, ANYONE] as const),
    ["unix:/run/app.sock", 'expected "unix", which is the peer of every unix-domain socket'],
    ["unix:", 'expected "unix", which is the peer of every unix-domain socket'],
    ["/run/app.sock", 'expected "unix", which is the peer of every unix-domain socket'],
    ["./app.sock", 'expected "unix", which is the peer of every unix-domain socket'],
    ["/", 'expected "unix", which is the peer of every unix-domain socket'],
    ["2000::/3", "expected a prefix of /7 or longer"],
    ["1.2.3", "expected an address in its usual form: four decimal parts without leading zeros"],
    ["010.0.0.1", "expected an address in its usual form"],
    ["1", "expected an address in its usual form"],
    ["fe80::1%eth0", "expected an address in its usual form"],
    ["10.0.0.0/", "expected a prefix length or a netmask after the slash, such as 10.0.0.0/8"],
    ["10.0.0.0/08", "expected a prefix length or a netmask after the slash"],
    ["10.0.0.0/8/8", "expected a prefix length or a netmask after the slash"],
    ["10.0.0.0/0", ANYONE],
    ["0.0.0.0/7", "expected a prefix of /8 or longer: the networks that your proxies are in; leave the option out"],
    ["0.0.0.0/128.0.0.0", "expected a prefix of /8 or longer"],
    ["::ffff:0.0.0.0/96", "expected a prefix of /104 or longer"],
    ["::ffff:10.0.0.0/8", "expected a prefix of /104 or longer"],
  ])("returns for %j: %s", (entry, fault) => {
    expect(findNetworkFault(entry)).toContain(fault);
  });

  it.each(["10.0.0.0/33", "10.0.0.0/255.0.255.0", "2001:db8::/129", "2001:db8::/255.0.0.0", "2001:db8::/128.0.0.0"])(
    "returns no fault for %j, which proxy-addr rejects by itself",
    (entry) => {
      expect(findNetworkFault(entry)).toBeUndefined();
    },
  );
});
