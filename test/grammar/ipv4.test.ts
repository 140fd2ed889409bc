import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { formatIpv4, scanIpv4 } from "../../src/grammar/ipv4.js";

describe("an IPv4 address", () => {
  it.each([
    ["0.0.0.0", 0],
    ["0.0.0.1", 1],
    ["10.0.0.1", 0x0a000001],
    ["192.0.2.255", 0xc00002ff],
    ["255.255.255.255", 0xffffffff],
  ])("%s is %i", (text, value) => {
    expect(scanIpv4(text, 0, text.length)).toBe(value);
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
  ])("%j is none", (text) => {
    expect(scanIpv4(text, 0, text.length)).toBe(-1);
  });

  test.prop([fc.nat({ max: 0xffffffff })])("comes back from its text", (value) => {
    const text = `xx${formatIpv4(value)},`;
    expect(scanIpv4(text, 2, text.length - 1)).toBe(value);
  });
});
