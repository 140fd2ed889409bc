import { describe, expect, it } from "vitest";

import { findPublicPeer } from "../../src/options/public-peer.js";

describe("findPublicPeer", () => {
  it.each<[string, string]>([
    ["198.51.100.7", "198.51.100.7"],
    ["::ffff:198.51.100.7", "198.51.100.7"],
    ["2001:DB8:0::7", "2001:db8::7"],
    ["8.8.8.8", "8.8.8.8"],
    ["172.32.0.1", "172.32.0.1"],
    ["100.128.0.1", "100.128.0.1"],
    ["2000::", "2000::"],
    ["3fff:ffff::1", "3fff:ffff::1"],
  ])("returns the canonical text of %s", (peer, address) => {
    expect(findPublicPeer(peer)).toBe(address);
  });

  it.each([
    ...["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1", "unix", undefined],
    ...["10.1.2.3", "172.17.0.1", "172.31.255.255", "192.168.1.4", "::ffff:10.0.0.1", "fd12:3456::1", "fc00::"],
    ...["169.254.1.1", "fe80::1", "fe80::1%eth0", "100.64.0.3", "100.127.255.255", "198.19.249.2"],
    ...["0.0.0.0", "::", "64:ff9b::1", "4000::", "ff02::1", "", "shop.example", "198.51.100.7:80", "unknown"],
  ])("returns undefined for %s, which is private, on this machine, or no address", (peer) => {
    expect(findPublicPeer(peer)).toBeUndefined();
  });
});
