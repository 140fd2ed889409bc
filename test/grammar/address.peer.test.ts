import { describe, expect, it } from "vitest";

import { parsePeer, parsePeerIp } from "../../src/grammar/address.js";

describe("parsePeer", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["::1", "::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::ffff:10.0.0.1%1", "10.0.0.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["::", "::"],
  ])("parses %j as %j", (text, expected) => {
    expect(parsePeer(text)).toBe(expected);
  });

  it.each(["", "unix", "127.0.0.1:80", "[::1]", "127.0.0.1%eth0", "%eth0", "010.0.0.1", "localhost"])(
    "rejects %j, as parsePeerIp does",
    (text) => {
      expect(parsePeer(text)).toBeUndefined();
      expect(parsePeerIp(text)).toBeUndefined();
    },
  );
});

describe("parsePeerIp", () => {
  it.each<[string, number | readonly number[]]>([
    ["10.0.0.1", 0x0a000001],
    ["::ffff:10.0.0.1%1", 0x0a000001],
    ["0.0.0.0", 0],
    ["FE80::1%eth0", [0xfe80, 0, 0, 0, 0, 0, 0, 1]],
    ["::", [0, 0, 0, 0, 0, 0, 0, 0]],
  ])("parses %j as %j", (text, address) => {
    expect(parsePeerIp(text)).toEqual(address);
  });

  it("writes the groups of an IPv6 address into the given array, also if the address has a zone", () => {
    const groups = [9, 9, 9, 9, 9, 9, 9, 9];
    expect(parsePeerIp("fe80::2%eth0", groups)).toBe(groups);
    expect(groups).toEqual([0xfe80, 0, 0, 0, 0, 0, 0, 2]);
  });
});
