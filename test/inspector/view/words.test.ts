import { describe, expect, it } from "vitest";

import { capitalize, FACT_NAMES, formatNumber, formatPlace, quoteUrl } from "../../../src/inspector/view/words.js";

describe("the words of the page", () => {
  it("names places from the right", () => {
    expect([1, 2, 5, 6, 12].map(formatPlace)).toEqual([
      "last",
      "second from the right",
      "fifth from the right",
      "number 6 from the right",
      "number 12 from the right",
    ]);
  });

  it("counts things", () => {
    expect([0, 1, 2, 35].map((count) => formatNumber(count, "value"))).toEqual([
      "no values",
      "one value",
      "two values",
      "35 values",
    ]);
  });

  it("writes a capital, and names the facts in order", () => {
    expect([capitalize("two"), capitalize("")]).toEqual(["Two", ""]);
    expect(Object.keys(FACT_NAMES)).toEqual(["address", "proto", "host", "port", "prefix"]);
  });

  it.each([
    ["https://a.test/i?token=a-b", "https://a.test/i?token=a-b"],
    ["https://a.test/'; rm -rf ~ #", "https://a.test/%27;%20rm%20-rf%20~%20#"],
    ["a\nb\\", "a%0Ab%5C"],
  ])("writes %j so that it stays one text of a shell", (url, quoted) => {
    expect(quoteUrl(url)).toBe(quoted);
  });
});
