import { describe, expect, it } from "vitest";

import { parsePort } from "../../src/grammar/port.js";
import { createIssues } from "../../src/options/issues.js";
import { BelievedResolution } from "../../src/resolve/believed-resolution.js";
import { findCounted, parseCounted, parseItem } from "../../src/options/read-header.js";

const issues = createIssues("x-forwarded-port");

describe("parseCounted", () => {
  it.each<[string | undefined, count: number, value: number | undefined, reason: string | undefined]>([
    ["8443", 1, 8443, undefined],
    ["1, 2 ,\t3", 1, 3, undefined],
    ["1, 2 ,\t3", 2, 2, undefined],
    ["evil, 2", 1, 2, undefined],
    [undefined, 1, undefined, "absent"],
    ["1, 2", 3, undefined, "short-chain"],
    ["1, ", 1, undefined, "empty"],
    ["", 1, undefined, "empty"],
    ["1, 2 3", 1, undefined, "invalid"],
    ["1, x, 3", 2, undefined, "invalid"],
  ])("parses %j, counted to %i, as %s with the issue %s", (text, count, value, reason) => {
    const resolution = new BelievedResolution({ headers: {} });
    expect(parseCounted(text, count, parsePort, issues, resolution)).toBe(value);
    expect(resolution.issues).toEqual(reason === undefined ? [] : [{ header: "x-forwarded-port", reason }]);
  });
});

describe("findCounted", () => {
  it("returns the offset past the counted value, untrimmed", () => {
    const resolution = new BelievedResolution({ headers: {} });
    expect(findCounted("1, 2 ,3", 2, issues, resolution)).toBe(5);
    expect(resolution.issues).toEqual([]);
  });
});

describe("parseItem", () => {
  it("parses the item that ends at the offset, and nothing behind it", () => {
    const resolution = new BelievedResolution({ headers: {} });
    expect(parseItem("1, 2 ,3", 5, parsePort, issues, resolution)).toBe(2);
    expect(resolution.issues).toEqual([]);
  });
});
