import { describe, expect, it } from "vitest";

import { formatHeaderName, formatValue } from "../../src/text/format-value.js";

describe("formatValue", () => {
  it.each([
    [null, "undefined"],
    ["", "none"],
    [8443, "8443"],
    ["https", "https"],
    ["a\u001Bb", "a\\u{1b}b"],
    ["a".repeat(61), `${"a".repeat(59)}…`],
  ])("formats %j", (value, expected) => {
    expect(formatValue(value)).toBe(expected);
  });
});

describe("formatHeaderName", () => {
  it.each([
    ["x-forwarded-for", "X-Forwarded-For"],
    ["forwarded", "Forwarded"],
    ["x-real-ip", "X-Real-IP"],
    ["cf-connecting-ip", "CF-Connecting-IP"],
    ["x-constructor", "X-Constructor"],
  ])("formats %s", (name, expected) => {
    expect(formatHeaderName(name)).toBe(expected);
  });
});
