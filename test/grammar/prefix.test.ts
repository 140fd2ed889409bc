import { describe, expect, it } from "vitest";

import { parsePrefix } from "../../src/grammar/prefix.js";

function prefix(text: string): string | undefined {
  return parsePrefix(text, 0, text.length);
}

describe("parsePrefix", () => {
  it.each([
    ["/", ""],
    ["/app", "/app"],
    ["/app/", "/app"],
    ["/a/b-c/~d", "/a/b-c/~d"],
    ["/...", "/..."],
    ["/.well-known", "/.well-known"],
    ["/a..", "/a.."],
    ["/.a", "/.a"],
    ["/!$&'()*+;=:@", "/!$&'()*+;=:@"],
    ["/b%C3%BC", "/b%C3%BC"],
    ["/a%20b", "/a%20b"],
  ])("parses %j as %j", (text, expected) => {
    expect(prefix(text)).toBe(expected);
  });

  it.each([
    "",
    "app",
    "//",
    "//evil.test",
    "/\\evil.test",
    "https://evil.test",
    "/a//b",
    "/a//",
    "/.",
    "/..",
    "/./",
    "/a/../b",
    "/a/.",
    "/%2e%2e/evil",
    "/a%2Fb",
    "/a%5cb",
    "/a%25b",
    "/a%0d",
    "/a%1F",
    "/a%7f",
    "/a%",
    "/a%2",
    "/a%g0",
    "/a%0g",
    "/a%4g",
    "/a b",
    "/a?b",
    "/a#b",
    "/<script>",
    '/"',
    "/a\r\nX: y",
    "/\u0000",
    "/bü",
    "/{a}",
  ])("rejects %j", (text) => {
    expect(prefix(text)).toBeUndefined();
  });

  it("accepts at most 2,048 characters, a trailing slash included", () => {
    expect(prefix(`/${"a".repeat(2047)}`)).toBe(`/${"a".repeat(2047)}`);
    expect(prefix(`/${"a".repeat(2046)}/`)).toBe(`/${"a".repeat(2046)}`);
    expect(prefix(`/${"a".repeat(2048)}`)).toBeUndefined();
    expect(prefix(`/${"a".repeat(2047)}/`)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    expect(parsePrefix("//app/,", 1, 6)).toBe("/app");
    expect(parsePrefix("/a%20", 0, 4)).toBeUndefined();
    expect(parsePrefix("/a", 0, 0)).toBeUndefined();
    expect(parsePrefix("x/a", 1, 1)).toBeUndefined();
    expect(parsePrefix(`${"x".repeat(2000)}/app`, 2000, 2004)).toBe("/app");
  });
});
