import { map } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("map", () => {
  test("changes the text of a header", () => {
    const headers = { "x-forwarded-proto": "HTTPS" };
    expect(map("x-forwarded-proto", (text) => text.toLowerCase())(headers, {})).toEqual({
      "x-forwarded-proto": "https",
    });
  });

  test("changes each line by itself, and gives the function nothing but the line", () => {
    const seen: unknown[][] = [];
    const lengthOf = (...given: [string]): string => {
      seen.push(given);
      return String(given[0].length);
    };
    expect(map("x-a", lengthOf)({ "x-a": ["one", "three"] }, {})).toEqual({ "x-a": ["3", "5"] });
    expect(seen).toEqual([["one"], ["three"]]);
  });

  test("leaves out the lines that the function gives undefined for", () => {
    const dropB = map("x-a", (text) => (text === "b" ? undefined : text));
    expect(dropB({ "x-a": ["a", "b", "c"] }, {})).toEqual({ "x-a": ["a", "c"] });
  });

  test("gives the very same object where the header is missing, or the text stays as it was", () => {
    const headers = { "x-b": "1" };
    expect(map("x-a", () => "2")(headers, {})).toBe(headers);
    expect(map("x-b", (text) => text)(headers, {})).toBe(headers);
  });

  test("leaves another spelling of a missing header alone", () => {
    const headers = { x_a: "1" };
    expect(map("x-a", () => "2")(headers, {})).toBe(headers);
  });

  test.each([
    ["nothing", () => undefined],
    ["blank text", () => " "],
    ["a line end", () => "a\r\nx-admin: 1"],
    ["NUL", () => "a\0"],
    ["a number", () => 1 as unknown as string],
    ["a promise that fails", () => Promise.reject(new Error("unseen")) as unknown as string],
    [
      "an error",
      () => {
        throw new URIError("malformed");
      },
    ],
  ])("removes the header, in every spelling, where the function gives %s", (_title, change) => {
    expect(map("x-user-id", change)({ "x-user-id": "%", x_user_id: "%", a: "1" }, {})).toEqual({ a: "1" });
  });

  test("removes the host where the function gives no host", () => {
    const headers = { host: "example.com", ":authority": "example.com", a: "1" };
    expect(map("host", (host) => `https://${host}`)(headers, {})).toEqual({ a: "1" });
  });

  test("refuses what is no function", () => {
    expect(() => map("x-a", "upper" as unknown as () => string)).toThrow('`map`: got "upper"; expected a function');
  });
});
