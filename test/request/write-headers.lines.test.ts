import { describe, expect, it } from "vitest";

import { UNCLAIMED, type ExpectedHeaders } from "../../src/headers/header-fields.js";
import { writeLines } from "../../src/request/write-headers.js";

/** Expects these values, of which an undefined one is deleted. */
function expectValues(
  values: Readonly<Record<string, string | undefined>>,
  required: readonly string[] = [],
): ExpectedHeaders {
  return {
    mayHave: () => true,
    valueOf: (name) => (Object.hasOwn(values, name) ? values[name] : UNCLAIMED),
    required,
  };
}

describe("writeLines", () => {
  it.each<[string, string[], ExpectedHeaders, string[]]>([
    ["changes a header in its place and case", ["A", "1", "X-B", "2", "C", "3"], expectValues({ "x-b": "4" }), ["A", "1", "X-B", "4", "C", "3"]], // prettier-ignore
    ["deletes a header", ["A", "1", "X-B", "2", "C", "3"], expectValues({ "x-b": undefined }), ["A", "1", "C", "3"]],
    ["makes one line of several of a header, at the first", ["X-B", "1", "A", "2", "x-b", "3"], expectValues({ "x-b": "1, 3" }), ["X-B", "1, 3", "A", "2"]], // prettier-ignore
    [
      "keeps several lines of a header that it leaves alone",
      ["A", "1", "a", "2"],
      expectValues({}),
      ["A", "1", "a", "2"],
    ],
    ["adds a required header at the end", ["A", "1"], expectValues({ "x-b": "2" }, ["x-b"]), ["A", "1", "x-b", "2"]],
    ["adds no required header that is there", ["X-B", "1"], expectValues({ "x-b": "2" }, ["x-b"]), ["X-B", "2"]],
    ["adds no required header that is deleted or left alone", ["A", "1"], expectValues({ "x-b": undefined }, ["x-b", "x-c"]), ["A", "1"]], // prettier-ignore
    [
      "adds a Host line in the case of the version of HTTP",
      [],
      expectValues({ host: "app" }, ["host"]),
      ["Host", "app"],
    ],
  ])("%s", (_title, lines, expected, result) => {
    expect(writeLines(lines, expected, {})).toBe(lines);
    expect(lines).toEqual(result);
  });

  it("does not call valueOf if mayHave is false", () => {
    const lines = ["X-A", "1"];
    const expected: ExpectedHeaders = {
      mayHave: (name) => name !== "X-A",
      valueOf: () => expect.fail("must not be called"),
      required: [],
    };
    expect(writeLines(lines, expected, {})).toEqual(["X-A", "1"]);
  });

  it.each<[string, (lines: string[]) => unknown]>([
    ["frozen", Object.freeze],
    ["sealed", Object.seal],
  ])("returns a new array with all lines if the lines are %s", (_how, seal) => {
    const lines = ["X-Real-IP", "6.6.6.6", "A", "1", "X-B", "2"];
    seal(lines);
    const written = writeLines(lines, expectValues({ "x-real-ip": undefined, "x-b": "3" }), {});
    expect(written).not.toBe(lines);
    expect(written).toEqual(["A", "1", "X-B", "3"]);
  });
});
