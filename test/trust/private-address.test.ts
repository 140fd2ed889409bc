import { describe, expect, it } from "vitest";
import { isPrivateAddress } from "../../src/trust/private-address.js";

describe("isPrivateAddress", () => {
  // RFC 1918, 3927, 4193, 4291, 6598, and the ranges of one machine and of no machine.
  it.each([
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.5",
    "168.63.129.16",
    "127.0.0.1",
    "169.254.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "::",
    "::1",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
  ])("returns true for %s", (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each([
    "81.2.69.77",
    "172.15.0.1",
    "172.32.0.1",
    "192.169.0.1",
    "100.128.0.1",
    "2a02:1234::7",
    "::ffff:81.2.69.77",
    "unix",
    "",
    "garbage",
  ])("returns false for %j", (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});
