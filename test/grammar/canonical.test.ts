import { describe, expect, it } from "vitest";

import {
  findCanonicalHostname,
  findCanonicalIpv4,
  isCanonicalIpv6,
  parseCanonicalProto,
} from "../../src/grammar/canonical.js";

/** Returns whether a shortcut found the item that begins at `expected`; for any other item its result has to be -1. */
function isFound(start: number, expected: number): boolean {
  expect([expected, -1]).toContain(start);
  return start === expected;
}

const shortcuts: Readonly<Record<string, (item: string) => boolean>> = {
  findCanonicalIpv4: (item) => isFound(findCanonicalIpv4(`6.6.6.6, ${item}`, 9 + item.length), 9),
  isCanonicalIpv6: (item) => isCanonicalIpv6(`::6, ${item}`, 5, 5 + item.length),
  findCanonicalHostname: (item) => isFound(findCanonicalHostname(`evil.test, ${item}`, 11 + item.length), 11),
  parseCanonicalProto: (item) => parseCanonicalProto(`http, ${item}`) !== undefined,
};

const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  findCanonicalIpv4: ["203.0.113.7", "0.0.0.1", "1.0.0.0", "255.255.255.255", "10.100.0.9"],
  isCanonicalIpv6: [
    "::1",
    "1::",
    "fe80::1",
    "2001:db8::7",
    "1:2:3:4:5:6:7:8",
    "0:2:3:4:5:6:7:8",
    "1:0:3::6:0:8",
    "::ffff",
    "::fffe:1:2",
    "1::ffff:1:2",
    "1:ffff::2",
    "a::f",
  ],
  findCanonicalHostname: [
    "example.com",
    "a",
    "x_y-1.test",
    "1.a",
    "a.1.com",
    "a.zz",
    `${"a".repeat(63)}.b`,
    `a.${"a".repeat(63)}`,
    `a.${"a".repeat(63)}.b`,
    `${"a.".repeat(127)}a`,
  ],
  parseCanonicalProto: ["http", "https"],
};

const REJECTED: Readonly<Record<string, readonly string[]>> = {
  findCanonicalIpv4: [
    "",
    "0.0.0.0",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "256.2.3.4",
    "01.2.3.4",
    "1.2.3.04",
    "1..3.4",
    "1.2.3.",
    ".1.2.3",
    "1.2.3.1000",
    `1.2.3.1${"0".repeat(400)}`,
    "1.2.3.:",
    "1.2.3.A",
    "1000.2.3.4",
    "203.0.113.7:80",
    "x 203.0.113.7",
    "x203.0.113.7",
    "6.6.6.6 203.0.113.7",
    " 203.0.113.7",
    "203.0.113.7 ",
    "2001:db8::7",
    "::ffff:203.0.113.7",
    "unknown",
  ],
  isCanonicalIpv6: [
    "",
    ":",
    "::",
    ":::",
    "1",
    "1:2",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "0:1:2:3:4:5:6:7:8",
    ":1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1:2:3::5:6:7:8",
    "1::2::3",
    "::1::2",
    "::0",
    "::0:2",
    "2001:0db8:1::1",
    "1:::2",
    ":1::2",
    ":::1",
    "1:::",
    "1::2:",
    "2001:DB8::1",
    "2001:0db8::1",
    "1::00",
    "1::0",
    "0::1",
    "1::0:2",
    "1:0::2",
    "1:0::",
    "1:0:0:4:5:6:7:8",
    "12345::1",
    "1::12345",
    "::ffff:cb00:7107",
    "::ffff:203.0.113.7",
    "[::1]",
    "[::1",
    "::1%eth0",
    "::1 ",
    "::g",
    "::/1",
    "x2001:db8::7",
    "203.0.113.7",
  ],
  findCanonicalHostname: [
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "A.test",
    "a.1",
    "1.2.3.4",
    "a.0x1",
    "a.b.1",
    "a.-b",
    "a:80",
    "b\u00fccher.example",
    "b\u00e1d.example",
    "\u0161hop.example",
    "\u212aelvin.example",
    "a b",
    " a",
    "a.test www.example.com",
    "[::1]",
    "a".repeat(64),
    `${"a".repeat(64)}.b`,
    `a.${"a".repeat(64)}`,
    `a.${"a".repeat(64)}.b`,
    `${"a.".repeat(127)}aa`,
    `${"a.".repeat(128)}a`,
  ],
  parseCanonicalProto: ["", "HTTPS", "httpS", " https", "https ", "xhttps", "x https", "ttps", "s", "ws", "wss", "on"],
};

const listRows = (items: Readonly<Record<string, readonly string[]>>): [name: string, item: string][] =>
  Object.entries(items).flatMap(([name, texts]) => texts.map((text): [string, string] => [name, text]));

describe("the shortcut", () => {
  it.each(listRows(ACCEPTED))("%s accepts %j behind another item", (name, item) => {
    expect(shortcuts[name]!(item)).toBe(true);
  });

  it.each(listRows(REJECTED))("%s leaves %j to the grammar", (name, item) => {
    expect(shortcuts[name]!(item)).toBe(false);
  });

  it.each(["", ",", ", ", "http,", "x, "])("accepts an item behind %j", (front) => {
    expect(findCanonicalIpv4(`${front}203.0.113.7`, front.length + 11)).toBe(front.length);
    expect(findCanonicalHostname(`${front}a.test`, front.length + 6)).toBe(front.length);
    expect(parseCanonicalProto(`${front}https`)).toBe("https");
    expect(parseCanonicalProto(`${front}http`)).toBe("http");
  });

  it.each([" ", ",  ", ",\t", "x", "x ", '"'])("leaves an item behind %j to the grammar", (front) => {
    expect(findCanonicalIpv4(`${front}203.0.113.7`, front.length + 11)).toBe(-1);
    expect(findCanonicalHostname(`${front === "x" ? "X" : front}a.test`, front.length + 6)).toBe(-1);
    expect(parseCanonicalProto(`${front}https`)).toBeUndefined();
    expect(parseCanonicalProto(`${front}http`)).toBeUndefined();
  });
});

describe("findCanonicalIpv4", () => {
  it.each([
    ["203.0.113.7", 0xcb00, 0x7107],
    ["1.2.3.4", 0x0102, 0x0304],
    ["255.255.255.255", 0xffff, 0xffff],
    ["0.0.0.1", 0, 1],
  ])("writes %s into the last two groups as %i and %i", (address, high, low) => {
    const groups = [9, 9, 9, 9, 9, 9, 9, 9];
    expect(findCanonicalIpv4(`6.6.6.6, ${address}`, 9 + address.length, groups)).toBe(9);
    expect(groups).toEqual([9, 9, 9, 9, 9, 9, high, low]);
  });
});
