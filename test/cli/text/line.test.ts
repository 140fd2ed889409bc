import { describe, expect, it } from "vitest";

import { formatColoredLines, formatLines, type Line } from "../../../src/cli/text/line.js";

const lines: readonly Line[] = ["plain", { text: "the client", style: "client" }];

describe("formatLines", () => {
  it("ends each line with a line break and drops styles", () => {
    expect(formatLines(lines)).toBe("plain\nthe client\n");
  });
});

describe("formatColoredLines", () => {
  it("begins and ends the colour within a line", () => {
    expect(formatColoredLines(lines)).toBe("plain\n\u001B[32mthe client\u001B[39m\n");
  });
});
