import { describe, expect, it } from "vitest";

import { formatRows } from "../../../src/cli/text/format-rows.js";

describe("formatRows", () => {
  it("makes each column as wide as its longest cell", () => {
    expect(
      formatRows([
        ["proto", "https", "from a header"],
        ["address", "1.2.3.4", "from another"],
      ]),
    ).toEqual(["  proto    https     from a header", "  address  1.2.3.4   from another"]);
  });

  it("wraps a long rest in its column", () => {
    // 17 columns come before the rest: 63 are left, and 12 words of 4 letters take 59.
    expect(formatRows([["host", "a.test", `${"word ".repeat(13)}last`]])).toEqual([
      `  host  a.test   ${Array.from({ length: 12 }, () => "word").join(" ")}`,
      `${" ".repeat(17)}word last`,
    ]);
  });

  it("puts the rest below a value that is too long for its column", () => {
    const host = `${"a".repeat(50)}.test`;
    expect(
      formatRows([
        ["host", host, "Host"],
        ["proto", "http", "default"],
      ]),
    ).toEqual([`  host   ${host}`, "                Host", "  proto  http   default"]);
  });

  it("leaves no space at the end of a line", () => {
    expect(formatRows([["prefix", "none", ""]])).toEqual(["  prefix  none"]);
    expect(formatRows([])).toEqual([]);
  });
});
