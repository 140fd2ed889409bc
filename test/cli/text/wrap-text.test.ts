import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { COLUMNS, wrapAfter, wrapText } from "../../../src/cli/text/wrap-text.js";

describe("wrapText", () => {
  it.each([
    ["at spaces", "one two three", 7, ["one two", "three"]],
    ["behind commas", "xFor=1,xProto=1,xHost=1", 16, ["xFor=1,xProto=1,", "xHost=1"]],
    ["in a word that is longer than a line", "abcdefgh", 3, ["abc", "def", "gh"]],
    ["beside a character of two units", "ab\u{1F600}cd", 3, ["ab", "\u{1F600}c", "d"]],
    ["nowhere if the text fits", "one two", 7, ["one two"]],
    ["to one empty line if there is no text", "", 7, [""]],
  ])("wraps %s", (_, text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  test.prop([fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 2, max: 40 })])(
    "returns lines of at most the width that contain every word",
    (text, width) => {
      const lines = wrapText(text, width);
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/\p{Cs}/u);
      }
      const withoutSpaces = (joined: string): string => joined.replaceAll(/\s/g, "");
      expect(withoutSpaces(lines.join(""))).toBe(withoutSpaces(text));
    },
  );
});

describe("wrapAfter", () => {
  it("indents the other lines by the lead", () => {
    expect(wrapAfter("  ! ", `${"a".repeat(70)} ${"b".repeat(10)}`)).toEqual([
      `  ! ${"a".repeat(70)}`,
      `    ${"b".repeat(10)}`,
    ]);
  });

  it(`fills ${COLUMNS} columns`, () => {
    expect(wrapAfter("  ! ", "a".repeat(76))).toHaveLength(1);
    expect(wrapAfter("  ! ", "a".repeat(77))).toHaveLength(2);
  });
});
