import { describe, expect, it } from "vitest";

import { formatAddress, isDotted, isUnspecified, parseAddress, parseIpv6Address } from "../../src/grammar/address.js";

describe("parseAddress", () => {
  it.each<[string, number | readonly number[]]>([
    ["192.0.2.1", 0xc0000201],
    ["::ffff:192.0.2.1", 0xc0000201],
    ["::FFFF:c000:201", 0xc0000201],
    ["0.0.0.0", 0],
    ["::1", [0, 0, 0, 0, 0, 0, 0, 1]],
    ["::fffe:1.2.3.4", [0, 0, 0, 0, 0, 0xfffe, 0x102, 0x304]],
  ])("parses %j as %j", (text, address) => {
    expect(parseAddress(text, 0, text.length)).toEqual(address);
  });

  it.each(["", "1.2.3", "[::1]", "::1%eth0", "1.2.3.4:80", "1234", "localhost"])("rejects %j", (text) => {
    expect(parseAddress(text, 0, text.length)).toBeUndefined();
  });
});

describe("parseIpv6Address", () => {
  it("parses an IPv4-mapped address as IPv4, and rejects an address that is written as IPv4", () => {
    expect(parseIpv6Address("::ffff:1.2.3.4", 0, 14)).toBe(0x01020304);
    expect(parseIpv6Address("1.2.3.4", 0, 7)).toBeUndefined();
  });
});

describe("formatAddress", () => {
  it("formats both families in canonical text", () => {
    expect(formatAddress(0xc0000201)).toBe("192.0.2.1");
    expect(formatAddress([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1])).toBe("2001:db8::1");
  });
});

describe("isUnspecified", () => {
  it.each<[string, boolean]>([
    ["0.0.0.0", true],
    ["::", true],
    ["::ffff:0.0.0.0", true],
    ["0.0.0.1", false],
    ["128.0.0.0", false],
    ["::1", false],
    ["1::", false],
    ["::ffff:1.2.3.4", false],
  ])("returns for %j: %s", (text, expected) => {
    expect(isUnspecified(parseAddress(text, 0, text.length)!)).toBe(expected);
  });
});

describe("isDotted", () => {
  it.each<[string, boolean]>([
    ["1.2.3.4", true],
    ["123.4", true],
    ["1234.5", false],
    ["::1.2.3.4", false],
    ["1:2.3", false],
    ["", false],
  ])("returns for %j: %s", (text, expected) => {
    expect(isDotted(text, 0, text.length)).toBe(expected);
  });

  it("reads only the text between the offsets", () => {
    expect(isDotted("12.3", 0, 2)).toBe(false);
    expect(isDotted(":12.3", 1, 5)).toBe(true);
  });
});
