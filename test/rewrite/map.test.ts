import { map } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("map", () => {
  test("changes the text of a header", () => {
    const headers = { "x-forwarded-proto": "HTTPS" };
    expect(map("x-forwarded-proto", (text) => text.toLowerCase())(headers, {})).toEqual({
      "x-forwarded-proto": "https",
    });
  });

  test("changes each line by itself, and passes the function nothing but the line", () => {
    const seen: unknown[][] = [];
    const countLetters = (...args: [string]): string => {
      seen.push(args);
      return String(args[0].length);
    };
    expect(map("x-a", countLetters)({ "x-a": ["one", "three"] }, {})).toEqual({ "x-a": ["3", "5"] });
    expect(seen).toEqual([["one"], ["three"]]);
  });

  test("removes each line for which the function returns undefined", () => {
    const dropB = map("x-a", (text) => (text === "b" ? undefined : text));
    expect(dropB({ "x-a": ["a", "b", "c"] }, {})).toEqual({ "x-a": ["a", "c"] });
  });

  test("returns the same object if the header is missing or its text does not change", () => {
    const headers = { "x-b": "1" };
    expect(map("x-a", () => "2")(headers, {})).toBe(headers);
    expect(map("x-b", (text) => text)(headers, {})).toBe(headers);
  });

  test("does not change the alias of a missing header", () => {
    const headers = { x_a: "1" };
    expect(map("x-a", () => "2")(headers, {})).toBe(headers);
  });

  test.each([
    ["returns undefined", () => undefined],
    ["returns blank text", () => " "],
    ["returns a line end", () => "a\r\nx-admin: 1"],
    ["returns NUL", () => "a\0"],
    ["returns a number", () => 1 as unknown as string],
    ["returns a promise that rejects", () => Promise.reject(new Error("unseen")) as unknown as string],
    [
      "throws",
      () => {
        throw new URIError("malformed");
      },
    ],
  ])("removes the header and its aliases if the function %s", (_outcome, change) => {
    expect(map("x-user-id", change)({ "x-user-id": "%", x_user_id: "%", a: "1" }, {})).toEqual({ a: "1" });
  });

  test("removes the host if the function returns no host", () => {
    const headers = { host: "example.com", ":authority": "example.com", a: "1" };
    expect(map("host", (host) => `https://${host}`)(headers, {})).toEqual({ a: "1" });
  });

  test("rejects a value that is no function", () => {
    expect(() => map("x-a", "upper" as unknown as () => string)).toThrow('`map`: got "upper"; expected a function');
  });
});

test("map names itself in the error of a wrong name", () => {
  expect(() => map("x y", String)).toThrow('`map`: got "x y"; expected a header\'s name');
});
