import { describe, expect, test } from "vitest";

import { isBlank, isWritable, readValue } from "../../src/rewrite/values.js";

describe("isWritable", () => {
  test.each<[string, string | string[], boolean]>([
    ["x-a", "1", true],
    ["x-a", ["1", "", "2"], true],
    ["x-a", "", false],
    ["x-a", " \t", false],
    ["x-a", [], false],
    ["x-a", ["", " "], false],
    ["x-a", "1\n", false],
    ["x-a", "1\r", false],
    ["x-a", "1\0", false],
    ["x-a", ["1", "2\r\nx-b: 3"], false],
    ["host", "example.com:8443", true],
    ["host", "no host", false],
    ["host", "", false],
    ["host", ["example.com"], false],
  ])("returns for the header %s and the value %j: %s", (name, value, expected) => {
    expect(isWritable(name, value)).toBe(expected);
  });
});

describe("isBlank", () => {
  test.each<[string | string[] | undefined, boolean]>([
    [undefined, true],
    ["", true],
    [" \t", true],
    [[], true],
    [["", "\t"], true],
    ["a", false],
    [" a", false],
    ["\u00a0", false],
    [["", "a"], false],
  ])("returns for %j: %s", (value, expected) => {
    expect(isBlank(value)).toBe(expected);
  });
});

describe("readValue", () => {
  test("returns the value, and the host if the header is host", () => {
    expect(readValue("1", "x-a", "set")).toBe("1");
    expect(readValue("example.com", "host", "set")).toBe("example.com");
  });

  test.each([
    ["x-a", "", '`set`: got "" for the header "x-a"; expected text, not empty and without line ends'],
    ["x-a", "1\r\nx-b: 2", '`set`: got "1\\r\\nx-b: 2" for the header "x-a"'],
    ["x-a", 1, '`set`: got 1 for the header "x-a"'],
    ["host", "no host", '`set`: got "no host" for the header "host"; expected a host such as "example.com"'],
  ])("rejects for the header %s the value %j", (name, value, message) => {
    expect(() => readValue(value, name, "set")).toThrow(message);
  });
});
