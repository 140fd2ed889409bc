import { describe, expect, it } from "vitest";
import { createSource, findLine, readHeaderLines } from "../../../src/explain/facts/header-lines.js";

describe("readHeaderLines", () => {
  it("reads an array as several lines", () => {
    const lines = readHeaderLines({ "x-forwarded-for": ["a, b", "", "c"] }, "x-forwarded-for");
    expect(lines).toEqual({ header: "x-forwarded-for", text: "a, b,,c", ends: [4, 5, 7] });
  });

  it("reads a text and a number as one line", () => {
    expect(readHeaderLines({ via: "a, b" }, "via")?.ends).toEqual([4]);
    expect(readHeaderLines({ "x-forwarded-port": 8443 as never }, "x-forwarded-port")?.ends).toEqual([4]);
  });

  it("reads a fetch Headers as one line, whatever properties it has", () => {
    const headers = new Headers([["via", "a"], ["via", "b"]]); // prettier-ignore
    expect(readHeaderLines(Object.assign(headers, { via: ["x", "y"] }), "via")).toEqual({
      header: "via",
      text: "a, b",
      ends: [4],
    });
  });

  it("returns undefined if the header is missing, or an empty array", () => {
    expect(readHeaderLines({ via: [] }, "via")).toBeUndefined();
    expect(readHeaderLines({}, "via")).toBeUndefined();
  });
});

describe("findLine", () => {
  const lines = readHeaderLines({ via: ["a, b", "", "c"] }, "via")!;

  it.each([
    [0, 1],
    [4, 1],
    [5, 2],
    [6, 3],
    [7, 3],
  ])("finds the line of offset %i", (offset, line) => {
    expect(findLine(lines, offset)).toBe(line);
  });
});

describe("createSource", () => {
  it("contains the header, the place, the line and the text", () => {
    const lines = readHeaderLines({ via: ["a, b", "c"] }, "via")!;
    expect(createSource(lines, 2, 3, 4)).toEqual({ header: "via", place: 2, line: 1, lines: 2, text: "b" });
  });
});
