import { describe, expect, it } from "vitest";

import { formatIpv4, parseIpv4 } from "../../src/grammar/ipv4.js";

describe("parseIpv4", () => {
  it.each([
    ["0.0.0.0", 0],
    ["0.0.0.1", 1],
    ["10.0.0.1", 0x0a000001],
    ["192.0.2.255", 0xc00002ff],
    ["255.255.255.255", 0xffffffff],
  ])("parses %j as %i, which formatIpv4 formats as the same text", (text, value) => {
    expect(parseIpv4(text, 0, text.length)).toBe(value);
    expect(formatIpv4(value)).toBe(text);
  });

  it.each([
    "",
    "1",
    "1.2.3",
    "1.2.3.",
    "1.2.3.4.",
    "1.2.3.4.5",
    ".1.2.3",
    "1..2.3",
    "256.1.1.1",
    "1.2.3.256",
    "01.2.3.4",
    "1.2.3.04",
    "00.0.0.0",
    "0x7f.0.0.1",
    "1.2.3.4 ",
    " 1.2.3.4",
    "1.2.3.4:80",
    "1,2.3.4",
    "1.2.3.-4",
    "1.2.3.1000",
    "2130706433",
    "111.111.111.1111",
    "１.2.3.4",
    "1.2.3.:",
    "1.2.3.A",
  ])("rejects %j", (text) => {
    expect(parseIpv4(text, 0, text.length)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    expect(parseIpv4("x1.2.3.45", 1, 8)).toBe(0x01020304);
    expect(parseIpv4("1.2.3.4", 0, 6)).toBeUndefined();
  });
});
