import { describe, expect, it } from "vitest";

import { parseHost } from "../../src/grammar/host.js";

describe("parseHost", () => {
  it.each([
    ["example.com", "example.com", undefined],
    ["EXAMPLE.com:8443", "example.com", 8443],
    ["example.com.", "example.com.", undefined],
    ["example.com.:80", "example.com.", 80],
    ["example.com:", "example.com", undefined],
    ["localhost", "localhost", undefined],
    ["a", "a", undefined],
    ["x_y-z.test", "x_y-z.test", undefined],
    ["xn--bcher-kva.example", "xn--bcher-kva.example", undefined],
    ["192.0.2.1", "192.0.2.1", undefined],
    ["192.0.2.1:00080", "192.0.2.1", 80],
    ["0.0.0.0", "0.0.0.0", undefined],
    ["1.example", "1.example", undefined],
    ["1e3", "1e3", undefined],
    ["0xg", "0xg", undefined],
    ["00x1", "00x1", undefined],
    ["9x1", "9x1", undefined],
    ["foo.0a", "foo.0a", undefined],
    ["foo.0g1", "foo.0g1", undefined],
    [`example.${"a".repeat(63)}`, `example.${"a".repeat(63)}`, undefined],
    ["[::1]", "[::1]", undefined],
    ["[2001:DB8:0::1]:8443", "[2001:db8::1]", 8443],
    ["[::ffff:192.0.2.1]", "[::ffff:c000:201]", undefined],
    ["[::1]:", "[::1]", undefined],
    ["[::]", "[::]", undefined],
  ])("parses %j as the hostname %j and the port %s", (text, hostname, port) => {
    expect(parseHost(text, 0, text.length)).toEqual({ hostname, port });
  });

  it.each([
    "",
    ":",
    ":80",
    ".",
    ".example",
    "example..com",
    "example.com..",
    "exa mple",
    " example.com",
    "example.com ",
    "user@example.com",
    "example.com:80@evil.test",
    "example.com/",
    "example.com\\",
    "example.com?",
    "example.com#",
    "exa%6dple.com",
    "example.com:0",
    "example.com:65536",
    "example.com:080800",
    "example.com:80:80",
    "example.com:http",
    "bücher.example",
    "テ",
    "a,b",
    "a;b",
    '"a"',
    "1",
    "1.2.3",
    "1.2.3.4.",
    "1.2.3.4.5",
    "256.0.0.1",
    "01.2.3.4",
    "0x7f000001",
    "foo.0x",
    "foo.0X1F",
    "foo.123",
    "foo.123.",
    "::1",
    "[::1",
    "[::1]a",
    "[::1]80",
    "[1.2.3.4]",
    "[fe80::1%25eth0]",
    "[]",
    "exa\u0000mple",
    "exa\u007fmple",
  ])("rejects %j", (text) => {
    expect(parseHost(text, 0, text.length)).toBeUndefined();
  });

  it("accepts names of at most 255 characters, with labels of at most 63", () => {
    const label63 = "a".repeat(63);
    const name253 = `${label63}.${label63}.${label63}.${"a".repeat(61)}`;
    for (const name of [name253, `${name253}a.`]) {
      expect(parseHost(name, 0, name.length)).toEqual({ hostname: name, port: undefined });
    }
    const tooLong = [`a${label63}.example`, `example.${label63}a`, `${name253}aaa`, `${name253}aa.`, "a".repeat(16384)];
    for (const name of tooLong) expect(parseHost(name, 0, name.length)).toBeUndefined();
  });

  it("rejects a long address in brackets", () => {
    const text = `[${"0".repeat(100)}]`;
    expect(parseHost(text, 0, text.length)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    expect(parseHost("x,Example.com,y", 2, 13)).toEqual({ hostname: "example.com", port: undefined });
    expect(parseHost("x,[::1]:80,y", 2, 10)).toEqual({ hostname: "[::1]", port: 80 });
    const front = `${"x".repeat(300)},`;
    expect(parseHost(`${front}example.com`, 301, 312)).toEqual({ hostname: "example.com", port: undefined });
    expect(parseHost("[::1]:80", 0, 4)).toBeUndefined();
    expect(parseHost("foo.12", 0, 5)).toBeUndefined();
    expect(parseHost("foo.0x12", 0, 7)).toBeUndefined();
  });
});
