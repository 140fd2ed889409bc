import { describe, expect, it } from "vitest";

import { createRandomText } from "../../src/inspector/random-text.js";

describe("createRandomText", () => {
  it("creates 32 hexadecimal digits, others each time", () => {
    const texts = Array.from({ length: 100 }, createRandomText);
    expect(texts.filter((text) => !/^[0-9a-f]{32}$/.test(text))).toEqual([]);
    expect(new Set(texts).size).toBe(100);
  });
});
