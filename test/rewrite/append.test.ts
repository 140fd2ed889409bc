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
  ])("makes of %j the list %j", (before, after) => {
    expect(appendHop({ "x-forwarded-for": before }, {})).toEqual({ "x-forwarded-for": after });
  });

  test("takes the other spellings of the header away", () => {
    expect(appendHop({ x_forwarded_for: "6.6.6.6" }, {})).toEqual({ "x-forwarded-for": "10.0.0.1" });
  });

  test("leaves alone a header that has a line end", () => {
    const headers = { "x-forwarded-for": "192.0.2.1\r\n" };
    expect(appendHop(headers, {})).toBe(headers);
  });

  test("refuses host, which is no list", () => {
    expect(() => append("host", "example.com")).toThrow('`append`: got "host", which holds one value');
  });

  test("refuses an empty value, which would move nothing into a place of its own", () => {
    expect(() => append("x-forwarded-for", "")).toThrow('`append`: got "" for the header "x-forwarded-for"');
  });
});
