import { describe, expect, it } from "vitest";

import { dropBlanks, findItemEnd, findItemStart, skipBlanks } from "../../src/grammar/list.js";

function item(text: string, n: number): string | undefined {
  const end = findItemEnd(text, n);
  if (end < 0) return undefined;
  const start = skipBlanks(text, findItemStart(text, end), end);
  return text.slice(start, dropBlanks(text, start, end));
}

describe("a forwarding list, read from the right", () => {
  it.each([
    ["a", 1, "a"],
    ["a", 2, undefined],
    ["a, b ,c", 1, "c"],
    ["a, b ,c", 2, "b"],
    ["a, b ,c", 3, "a"],
    ["a, b ,c", 4, undefined],
    ["\t a \t", 1, "a"],
    ["\u00a0a", 1, "\u00a0a"],
  ])("%j has at place %i the item %j", (text, n, expected) => {
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
  ])("an empty item holds its slot: %j at place %i is empty", (text, n) => {
    expect(item(text, n)).toBe("");
  });

  it("ends at its first comma, also for a count far beyond it", () => {
    expect(item(",", 3)).toBeUndefined();
    expect(item(",a", Number.MAX_SAFE_INTEGER)).toBeUndefined();
  });
});
