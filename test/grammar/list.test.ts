import { describe, expect, it } from "vitest";

import { dropBlanks, findItemEnd, findItemStart, skipBlanks } from "../../src/grammar/list.js";

function item(text: string, n: number): string | undefined {
  const end = findItemEnd(text, n);
  if (end < 0) return undefined;
  const start = skipBlanks(text, findItemStart(text, end), end);
  return text.slice(start, dropBlanks(text, start, end));
}

describe("findItemEnd", () => {
  it.each([
    ["a", 1, "a"],
    ["a", 2, undefined],
    ["a, b ,c", 1, "c"],
    ["a, b ,c", 2, "b"],
    ["a, b ,c", 3, "a"],
    ["a, b ,c", 4, undefined],
    ["\t a \t", 1, "a"],
    ["\u00a0a", 1, "\u00a0a"],
  ])("finds in %j, counted from the right to %i, the item %j", (text, n, expected) => {
    expect(item(text, n)).toBe(expected);
  });

  it.each([
    ["", 1],
    [" \t", 1],
    [",", 1],
    [",", 2],
    ["a,,b", 2],
    ["a,", 1],
    [",b", 2],
  ])("counts an empty item of %j like any other, and finds it at %i", (text, n) => {
    expect(item(text, n)).toBe("");
  });

  it("returns -1 if the list has fewer items than the count, however large the count is", () => {
    expect(item(",", 3)).toBeUndefined();
    expect(item(",a", Number.MAX_SAFE_INTEGER)).toBeUndefined();
  });
});

describe("skipBlanks and dropBlanks", () => {
  it("stop at the offset that bounds them if the text between consists of spaces and tabs", () => {
    expect(skipBlanks(" \t a", 0, 2)).toBe(2);
    expect(dropBlanks("a \t ", 2, 4)).toBe(2);
  });
});
