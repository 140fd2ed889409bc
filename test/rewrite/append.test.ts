import { append } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

const appendHop = append("X-Forwarded-For", "10.0.0.1");

describe("append", () => {
  test.each([
    [undefined, "10.0.0.1"],
    ["192.0.2.1", "192.0.2.1, 10.0.0.1"],
    ["192.0.2.1, 192.0.2.2", "192.0.2.1, 192.0.2.2, 10.0.0.1"],
    ["", ", 10.0.0.1"],
    [
      ["192.0.2.1", "192.0.2.2"],
      ["192.0.2.1", "192.0.2.2", "10.0.0.1"],
    ],
  ])("turns %j into the list %j", (before, after) => {
    expect(appendHop({ "x-forwarded-for": before }, {})).toEqual({ "x-forwarded-for": after });
  });

  test("removes the aliases of the header", () => {
    expect(appendHop({ x_forwarded_for: "6.6.6.6" }, {})).toEqual({ "x-forwarded-for": "10.0.0.1" });
  });

  test("does not change a header that has a line end", () => {
    const headers = { "x-forwarded-for": "192.0.2.1\r\n" };
    expect(appendHop(headers, {})).toBe(headers);
  });

  test("rejects host, which is no list", () => {
    expect(() => append("host", "example.com")).toThrow('`append`: got "host", which contains one value');
  });

  test("rejects an empty value, which would be an entry without an address", () => {
    expect(() => append("x-forwarded-for", "")).toThrow('`append`: got "" for the header "x-forwarded-for"');
  });
});

test("append names itself in the error of a wrong name", () => {
  expect(() => append("x y", "1")).toThrow('`append`: got "x y"; expected a header\'s name');
});
