import { describe, expect, it } from "vitest";
import { countEntries, findEntry, listEntries } from "../../../src/explain/facts/entries.js";
import { findElementStart } from "../../../src/grammar/forwarded.js";
import { findItemStart } from "../../../src/grammar/list.js";

/** Lists the trimmed texts of a list. */
function listTexts(text: string, findStart: typeof findItemStart): string[] {
  return [...listEntries(text, findStart)].map(({ start, end }) => text.slice(start, end));
}

describe("listEntries", () => {
  it("lists values from the right, trimmed, and keeps the places of empty ones", () => {
    expect(listTexts("a ,\t b,, c", findItemStart)).toEqual(["c", "", "b", "a"]);
  });

  it("lists one empty value of an empty header", () => {
    expect([...listEntries("", findItemStart)]).toEqual([{ place: 1, start: 0, end: 0, isBalanced: true }]);
  });

  it("lists an empty value before a comma at the start", () => {
    expect(listTexts(",a", findItemStart)).toEqual(["a", ""]);
  });

  it("splits forwarded-elements at commas outside quotes only", () => {
    expect(listTexts('for=a, for="b,c";host=d', findElementStart)).toEqual(['for="b,c";host=d', "for=a"]);
  });

  it("makes one entry of an element whose quotes do not balance, and of all text to its left", () => {
    const entries = [...listEntries('for=a, for=b", for=c', findElementStart)];
    expect(entries).toEqual([
      { place: 1, start: 15, end: 20, isBalanced: true },
      { place: 2, start: 0, end: 13, isBalanced: false },
    ]);
  });
});

describe("findEntry", () => {
  it("finds a value by its place from the right", () => {
    expect(findEntry("a, b", findItemStart, 2)).toEqual({ place: 2, start: 0, end: 1, isBalanced: true });
  });

  it("returns undefined if there are fewer values", () => {
    expect(findEntry("a, b", findItemStart, 3)).toBeUndefined();
  });
});

describe("countEntries", () => {
  it("counts the values up to a limit", () => {
    expect(countEntries("a,b,c", findItemStart, 8)).toBe(3);
    expect(countEntries("a,b,c", findItemStart, 2)).toBe(2);
  });
});
