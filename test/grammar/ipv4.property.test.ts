import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";

import { formatIpv4, parseIpv4 } from "../../src/grammar/ipv4.js";

describe("parseIpv4", () => {
  test.prop([fc.nat({ max: 0xffffffff })])("parses the text that formatIpv4 returns as the same value", (value) => {
    const text = `xx${formatIpv4(value)},`;
    expect(parseIpv4(text, 2, text.length - 1)).toBe(value);
  });
});
