import { describe, expect, it } from "vitest";

import { listedNode } from "../../src/grammar/node.js";

function node(text: string): [string | undefined, number | undefined] {
  const address = listedNode.parse(text, 0, text.length);
  return [address, address === undefined ? undefined : listedNode.parsePort(text, 0, text.length)];
}

describe("parseNode", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1", undefined],
    ["192.0.2.1:8080", "192.0.2.1", 8080],
    ["192.0.2.1:0", "192.0.2.1", undefined],
    ["192.0.2.1:_hidden", "192.0.2.1", undefined],
    ["255.255.255.255:65535", "255.255.255.255", 65535],
    ["2001:DB8::1", "2001:db8::1", undefined],
    ["2001:db8::1:8080", "2001:db8::1:8080", undefined],
    ["[2001:db8::1]", "2001:db8::1", undefined],
    ["[2001:db8:0::1]:8080", "2001:db8::1", 8080],
    ["[2001:db8::1]:_x", "2001:db8::1", undefined],
    ["::ffff:192.0.2.1", "192.0.2.1", undefined],
    ["[::FFFF:c000:201]:99", "192.0.2.1", 99],
    ["0:0:0:0:0:ffff:1.2.3.4", "1.2.3.4", undefined],
  ])("parses %j as the address %s, and parseNodePort its port as %s", (text, address, port) => {
    expect(node(text)).toEqual([address, port]);
  });

  it.each([
    "",
    "unknown",
    "_hidden",
    "unix:",
    "localhost",
    "example.com",
    "192.0.2.1:",
    "192.0.2.1:65536",
    "192.0.2.1:_",
    "192.0.2.1:80:80",
    "192.0.2.1]",
    "[192.0.2.1]",
    "[::ffff:192.0.2.1",
    "[::1",
    "[::1]x",
    "[::1]:",
    "[::1]]",
    "[]",
    "[",
    "::1]",
    "::1%eth0",
    "[fe80::1%25eth0]",
    "010.0.0.1",
    "0x7f.1",
    "2130706433",
    "1.2.3",
    "0.0.0.0",
    "0.0.0.0:80",
    "::",
    "[::]:80",
    "::ffff:0.0.0.0",
    "1.2.3.4 5.6.7.8",
    "1.2.3.4\u0000",
    '"1.2.3.4"',
    `1.2.3.${"4".repeat(40)}`,
    `[${":".repeat(60)}]`,
  ])("rejects %j, as parseNodeIp does", (text) => {
    expect(node(text)[0]).toBeUndefined();
    expect(listedNode.parseIp(text, 0, text.length)).toBeUndefined();
  });

  it("rejects long text, as parseNodeIp does", () => {
    const text = "1.2.3.4".repeat(3000);
    expect(listedNode.parse(text, 0, text.length)).toBeUndefined();
    expect(listedNode.parseIp(text, 0, text.length)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    expect(listedNode.parse("::,.10.0.0.1,.9", 4, 12)).toBe("10.0.0.1");
    expect(listedNode.parse("::,.2001:DB8::1,.9", 4, 15)).toBe("2001:db8::1");
  });
});

describe("parseNodeIp", () => {
  it.each<[string, number | readonly number[]]>([
    ["192.0.2.1", 0xc0000201],
    ["192.0.2.1:8080", 0xc0000201],
    ["[::ffff:192.0.2.1]:80", 0xc0000201],
    ["2001:db8::1", [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]],
    ["[2001:DB8::1]:_x", [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]],
  ])("parses %j as %j", (text, address) => {
    expect(listedNode.parseIp(text, 0, text.length)).toEqual(address);
  });

  it("writes the groups of an IPv6 address into the given array", () => {
    const groups = [9, 9, 9, 9, 9, 9, 9, 9];
    expect(listedNode.parseIp("[::1]:80", 0, 8, groups)).toBe(groups);
    expect(groups).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });
});
