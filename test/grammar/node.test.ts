import { describe, expect, it } from "vitest";

import { findNodeParser, forwardedNode, listedNode, viewerNode, type NodeParser } from "../../src/grammar/node.js";

function node(text: string, parser: NodeParser = listedNode): [string | undefined, number | undefined] {
  const address = parser.parse(text, 0, text.length);
  return [address, address === undefined ? undefined : parser.parsePort(text, 0, text.length)];
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
    ["1::11", "1::11", undefined],
    ["[1::11]:80", "1::11", 80],
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
    "[::1]x80",
    "x::1x",
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

// RFC 7239 section 6: an IPv6 address is in brackets.
describe("forwardedNode", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1", undefined],
    ["192.0.2.1:8080", "192.0.2.1", 8080],
    ["192.0.2.1:_hidden", "192.0.2.1", undefined],
    ["[2001:DB8::1]", "2001:db8::1", undefined],
    ["[2001:db8::1]:8080", "2001:db8::1", 8080],
    ["[::ffff:192.0.2.1]:80", "192.0.2.1", 80],
  ])("parses %j as the address %s with the port %s", (text, address, port) => {
    expect(node(text, forwardedNode)).toEqual([address, port]);
    expect(forwardedNode.parseIp(`x${text}x`, 1, text.length + 1)).toEqual(listedNode.parseIp(text, 0, text.length));
  });

  it.each(["", "unknown", "_hidden", "2001:db8::1", "::ffff:192.0.2.1", "[::1", "[::1]x80", "192.0.2.1:", "[::]"])(
    "rejects %j",
    (text) => {
      expect(forwardedNode.parse(text, 0, text.length)).toBeUndefined();
      expect(forwardedNode.parseIp(text, 0, text.length)).toBeUndefined();
    },
  );
});

// docs/reference/rules.md#r5-addresses
describe("viewerNode", () => {
  it.each([
    ["198.51.100.7:46532", "198.51.100.7", 46532],
    ["198.51.100.7:0", "198.51.100.7", undefined],
    ["2001:db8::7:46532", "2001:db8::7", 46532],
    ["2001:0DB8:0:0:0:0:0:7:80", "2001:db8::7", 80],
    ["::1:80", "::1", 80],
  ])("splits %j at its last colon into the address %s and the port %s", (text, address, port) => {
    expect(node(text, viewerNode)).toEqual([address, port]);
    expect(viewerNode.parseIp(text, 0, text.length)).toEqual(listedNode.parseIp(address, 0, address.length));
  });

  it.each([
    ...["", ":", ":80", "::80", "198.51.100.7", "2001:db8::7", "198.51.100.7:", "198.51.100.7:65536"],
    ...["198.51.100.7:_x", "198.51.100.7:8 0", "[2001:db8::7]:80", "[2001:db8::7:80", "unknown:80", "0.0.0.0:80"],
  ])("rejects %j", (text) => {
    expect(viewerNode.parse(text, 0, text.length)).toBeUndefined();
    expect(viewerNode.parseIp(text, 0, text.length)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    const text = "1:198.51.100.7:80:9";
    expect(viewerNode.parse(text, 2, 17)).toBe("198.51.100.7");
    expect(viewerNode.parsePort(text, 2, 17)).toBe(80);
    expect(viewerNode.parse("1:80", 2, 4)).toBeUndefined();
  });
});

describe("findNodeParser", () => {
  it("returns the parser of CloudFront-Viewer-Address for that header, and that of lists for any other", () => {
    expect(findNodeParser("cloudfront-viewer-address")).toBe(viewerNode);
    expect(findNodeParser("x-forwarded-for")).toBe(listedNode);
    expect(findNodeParser("")).toBe(listedNode);
  });
});
