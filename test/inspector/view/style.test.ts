import { describe, expect, it } from "vitest";

import { STYLE_SHEET } from "../../../src/inspector/view/style.js";

const { text } = STYLE_SHEET;

describe("the style sheet", () => {
  it("loads nothing from outside", () => {
    expect(text).not.toMatch(/url\(|@import|@font-face/);
  });

  it("closes each rule, and cannot end its element", () => {
    expect(text.split("{")).toHaveLength(text.split("}").length);
    expect(text).not.toContain("<");
  });

  it("has rules for dark colours, paper and reduced motion, and moves nothing without asking", () => {
    expect(text).toContain("@media screen and (prefers-color-scheme: dark)");
    expect(text).toContain("@media print");
    const calm = text.replace(/@media \(prefers-reduced-motion: no-preference\) \{[^]*?\}\s*\}/, "");
    expect(calm).not.toMatch(/transition|animation/);
  });
});
