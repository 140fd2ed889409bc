import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { escapeText, formatJson, shortenText } from "../../src/text/escape-text.js";

const hostile = fc.string({ unit: "binary" });
/** Control, format and surrogate characters, and the two separators of lines. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

describe("escapeText", () => {
  it.each([
    ["an escape sequence", "\u001B[31mred", "\\u{1b}[31mred"],
    ["a line break", "a\r\nb", "a\\u{d}\\u{a}b"],
    ["a control character of one byte", "\u009B31m", "\\u{9b}31m"],
    ["a direction character", "a\u202Eb", "a\\u{202e}b"],
    ["a character without width", "a\u200Bb\u00AD", "a\\u{200b}b\\u{ad}"],
    ["a tag", "\u{E0041}", "\\u{e0041}"],
    ["a lone surrogate", "\uD83D!", "\\u{d83d}!"],
    ["a separator of lines", "\u2028", "\\u{2028}"],
    ["DEL", "\u007F", "\\u{7f}"],
  ])("escapes %s", (_, text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  it.each(["203.0.113.9", "[2001:db8::1]:443", "bücher.example", "日本", 'for="a\\b"'])(
    "leaves %s as it is",
    (text) => {
      expect(escapeText(text)).toBe(text);
    },
  );

  test.prop([hostile])("leaves nothing that a terminal obeys", (text) => {
    expect(escapeText(text)).not.toMatch(OBEYED);
  });
});

describe("shortenText", () => {
  it("cuts a long text, with a sign that it is longer", () => {
    expect(shortenText("abcdef", 5)).toBe("abcd…");
    expect(shortenText("abcde", 5)).toBe("abcde");
    expect(shortenText("", 5)).toBe("");
  });

  it("cuts before an escaped character, not in it", () => {
    expect(shortenText("abc\u001Bdef", 7)).toBe("abc…");
  });

  test.prop([hostile, fc.integer({ min: 1, max: 30 })])(
    "returns at most the width, without control characters",
    (text, width) => {
      const shown = shortenText(text, width);
      expect(shown.length).toBeLessThanOrEqual(width);
      expect(shown).not.toMatch(OBEYED);
    },
  );
});

describe("formatJson", () => {
  test.prop([fc.dictionary(fc.string(), hostile)])(
    "is JSON of the same value, in lines without control characters",
    (value) => {
      const text = formatJson(value);
      expect(JSON.parse(text)).toEqual(value);
      expect(text.replaceAll("\n", "")).not.toMatch(OBEYED);
    },
  );
});
