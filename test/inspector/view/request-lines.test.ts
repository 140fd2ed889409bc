import { describe, expect, it } from "vitest";

import { renderRequestLines, type Highlight } from "../../../src/inspector/view/request-lines.js";
import { expectSafe, HOSTILE } from "../hostile.js";

const forged = (header: string, text: string): Highlight => ({ header, text, kind: "forged" });
const believed = (header: string, text: string, line = 1): Highlight => ({ header, text, line, kind: "believed" });

/** Writes marks in brackets, and the rest as text. */
function show(rawHeaders: readonly string[], highlights: readonly Highlight[] = []): readonly string[] {
  const { text } = renderRequestLines(rawHeaders, highlights);
  const marked = text
    .replaceAll(/<span class="quiet">(\w+): <\/span>/g, "$1=")
    .replaceAll("<mark", "[<mark")
    .replaceAll("</mark>", "]");
  return [...marked.matchAll(/<dt>(.*?)<\/dt>\s*<dd[^>]*>(.*?)<\/dd>/gs)].map(
    ([, name = "", value = ""]) => `${name}: ${value.replaceAll(/<[^>]*>/g, "")}`,
  );
}

describe("renderRequestLines", () => {
  it("marks what was forged, and what is believed", () => {
    expect(
      show(
        ["X-Forwarded-For", "6.6.6.6, 81.2.69.77, 10.0.0.7"],
        [believed("x-forwarded-for", "81.2.69.77"), forged("x-forwarded-for", "6.6.6.6")],
      ),
    ).toEqual(["x-forwarded-for: [forged=6.6.6.6], [believed=81.2.69.77], 10.0.0.7"]);
  });

  it("marks whole values only: http is no part of https", () => {
    expect(show(["X-Forwarded-Proto", "https"], [forged("x-forwarded-proto", "http")])).toEqual([
      "x-forwarded-proto: https",
    ]);
  });

  it("marks the believed one of two equal values, which is the last", () => {
    expect(
      show(
        ["X-Forwarded-For", "1.1.1.1, 1.1.1.1"],
        [forged("x-forwarded-for", "1.1.1.1"), believed("x-forwarded-for", "1.1.1.1")],
      ),
    ).toEqual(["x-forwarded-for: [forged=1.1.1.1], [believed=1.1.1.1]"]);
  });

  it("marks the line that contains the value", () => {
    expect(
      show(["X-Forwarded-For", "1.1.1.1", "x-forwarded-for", "1.1.1.1"], [believed("x-forwarded-for", "1.1.1.1", 2)]),
    ).toEqual(["x-forwarded-for: 1.1.1.1", "x-forwarded-for: [believed=1.1.1.1]"]);
  });

  it("marks nothing for an empty text", () => {
    expect(show(["Forwarded", ""], [forged("forwarded", "")])).toEqual(["forwarded: (empty)"]);
  });

  it("shows first the lines about the way, and the others behind a summary", () => {
    expect(
      show(["Accept", "*/*", "Via", "1.1 a", "Host", "a.test", "X-Id", "1.1.1.1"], [believed("x-id", "1.1.1.1")]),
    ).toEqual(["x-id: [believed=1.1.1.1]", "host: a.test", "via: 1.1 a", "accept: */*"]);
    expect(renderRequestLines(["Accept", "*/*"]).text).toContain("One other line");
    expect(renderRequestLines(["Host", "a.test"]).text).not.toContain("summary");
  });

  it("shows that a value is hidden", () => {
    expect(renderRequestLines(["Cookie", "hidden, 212 characters"]).text).toContain(
      '<dd class="soft">hidden, 212 characters</dd>',
    );
  });

  it("cuts long values and many lines, and counts the rest", () => {
    const [line] = show(["X-Forwarded-For", "a".repeat(8192)]);
    expect(line).toBe(`x-forwarded-for: ${"a".repeat(600)}… and 7592 more characters`);
    const many = Array.from({ length: 150 }, () => ["Via", "a"]).flat();
    expect(show(many)).toHaveLength(101);
    expect(show(many).at(-1)).toBe("…: 50 more lines");
  });

  it.each(HOSTILE)("is safe with %s as a name and as a value, marked or not", (_, value) => {
    expectSafe(renderRequestLines([value, value, "Via", value, "Host", `a, ${value}`]));
    expectSafe(renderRequestLines(["Via", `${value}, b`], [forged("via", value), believed("via", "b")]));
  });
});
