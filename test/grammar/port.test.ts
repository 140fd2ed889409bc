import { describe, expect, it } from "vitest";

import { isObfuscatedPort, parsePort, parsePortNumber } from "../../src/grammar/port.js";

describe("parsePort", () => {
  it.each([
    ["1", 1],
    ["00080", 80],
    ["443", 443],
    ["65535", 65535],
  ])("parses %j as %i", (text, port) => {
    expect(parsePort(text, 0, text.length)).toBe(port);
  });

  it.each(["", "0", "00000", "65536", "99999", "000080", "8 0", "+80", "-1", "0x50", "80a", "８０", "1e3"])(
    "rejects %j",
    (text) => {
      expect(parsePort(text, 0, text.length)).toBeUndefined();
    },
  );

  it("reads only the text between the offsets", () => {
    expect(parsePort("x8080y", 1, 5)).toBe(8080);
  });
});

describe("parsePortNumber", () => {
  it("parses port 0 too, which nodes may have", () => {
    expect(parsePortNumber("0", 0, 1)).toBe(0);
    expect(parsePortNumber("65535", 0, 5)).toBe(65535);
    expect(parsePortNumber("x", 0, 1)).toBeUndefined();
    expect(parsePortNumber("80", 0, 0)).toBeUndefined();
    expect(parsePortNumber("80", 2, 1)).toBeUndefined();
  });
});

describe("isObfuscatedPort", () => {
  it.each(["_a", "_secret-1", "_A.b_C", "__"])("accepts %j (RFC 7239 section 6.3)", (text) => {
    expect(isObfuscatedPort(text, 0, text.length)).toBe(true);
  });

  it.each(["", "_", "a", "80", "_a b", "_a;", "_ä", "_@"])("rejects %j", (text) => {
    expect(isObfuscatedPort(text, 0, text.length)).toBe(false);
  });

  it("reads only the text between the offsets", () => {
    expect(isObfuscatedPort("x_", 1, 2)).toBe(false);
    expect(isObfuscatedPort("x_a;", 1, 3)).toBe(true);
  });
});
