import { describe, expect, it } from "vitest";

import { cut, cutRest, detach, dropBlanks, findItemEnd, findItemStart, skipBlanks } from "../../src/grammar/list.js";

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

describe("text that is cut from a header", () => {
  it.each([
    ["short", "x, a-text-of-some-letters"],
    ["long", `${"x".repeat(1000)}, a-text-of-some-letters`],
    ["beyond Latin-1", `${"\u20ac".repeat(1000)}, a-text-of-some-lette\u20acs`],
  ])("is the text between the offsets, of a header that is %s", (_length, text) => {
    const start = text.length - 22;
    expect(cut(text, start, text.length)).toBe(text.slice(start));
    expect(cut(text, start, start + 3)).toBe("a-t");
    expect(cut(text, 0, text.length)).toBe(text);
  });

  it("is the whole header if there is little to the left", () => {
    expect(cutRest("x, a", 3)).toBe("x, a");
    expect(cutRest(`${"x".repeat(1000)}, a-text-of-some-letters`, 1002)).toBe("a-text-of-some-letters");
  });

  it("is the same text after it was copied", () => {
    expect(detach("a-text-of-some-letters", 1000)).toBe("a-text-of-some-letters");
  });
});
