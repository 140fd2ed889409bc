import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { parseNode, parseNodePort, parsePeer } from "../../src/grammar/node.js";

function node(text: string): [string | undefined, number | undefined] {
  const address = parseNode(text, 0, text.length);
  return [address, address === undefined ? undefined : parseNodePort(text, 0, text.length)];
}

describe("a node", () => {
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
  ])("%j names %s, port %s", (text, address, port) => {
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
    "1.2.3.4".repeat(3000),
  ])("%j is none", (text) => {
    expect(node(text)[0]).toBeUndefined();
  });

  test.prop([fc.oneof(fc.ipV4(), fc.ipV6())])("is canonical: reading what was read changes nothing", (text) => {
    const address = parseNode(text, 0, text.length);
    fc.pre(address !== undefined);
    expect(parseNode(address, 0, address.length)).toBe(address);
    const framed = `::,.${text},.9`;
    expect(parseNode(framed, 4, 4 + text.length)).toBe(address);
  });
});

describe("a peer", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["::1", "::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::ffff:10.0.0.1%1", "10.0.0.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["::", "::"],
  ])("%s is %s", (text, expected) => {
    expect(parsePeer(text)).toBe(expected);
  });

  it.each(["", "unix", "127.0.0.1:80", "[::1]", "127.0.0.1%eth0", "%eth0", "010.0.0.1", "localhost"])(
    "%j is none",
    (text) => {
      expect(parsePeer(text)).toBeUndefined();
    },
  );
});
