import { describe, expect, it } from "vitest";

import { isObfuscatedPort, parsePort, scanPort } from "../../src/grammar/port.js";

describe("a port", () => {
  it.each([
    ["1", 1],
    ["00080", 80],
    ["443", 443],
    ["65535", 65535],
  ])("%j is %i", (text, port) => {
    expect(parsePort(text, 0, text.length)).toBe(port);
  });

  it.each(["", "0", "00000", "65536", "99999", "000080", "8 0", "+80", "-1", "0x50", "80a", "８０", "1e3"])(
    "%j is none",
    (text) => {
      expect(parsePort(text, 0, text.length)).toBeUndefined();
    },
  );

  it("of 0 is read where it only has to be dropped", () => {
    expect(scanPort("0", 0, 1)).toBe(0);
    expect(scanPort("x", 0, 1)).toBe(-1);
  });

  it("is read between the offsets alone", () => {
    expect(parsePort("x8080y", 1, 5)).toBe(8080);
  });
});

describe("an obfuscated port (RFC 7239 section 6.3)", () => {
  it.each(["_a", "_secret-1", "_A.b_C", "__"])("%j is one", (text) => {
    expect(isObfuscatedPort(text, 0, text.length)).toBe(true);
  });

  it.each(["", "_", "a", "80", "_a b", "_a;", "_ä", "_@"])("%j is none", (text) => {
    expect(isObfuscatedPort(text, 0, text.length)).toBe(false);
  });
});
