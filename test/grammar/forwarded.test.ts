import { describe, expect, it } from "vitest";

import { findElementStart, parseElement, UNBALANCED } from "../../src/grammar/forwarded.js";

describe("findElementStart", () => {
  it.each([
    ["for=a", ["for=a"]],
    ["for=a,for=b", ["for=b", "for=a"]],
    ['for="a,b",for=c', ["for=c", 'for="a,b"']],
    ['for="a\\"b,c",x', ["x", 'for="a\\"b,c"']],
    ['for="a\\\\",x', ["x", 'for="a\\\\"']],
    ['"",""', ['""', '""']],
    ["", [""]],
    [",", ["", ""]],
  ])("divides %j, from the right, into %j", (text, expected) => {
    const elements: string[] = [];
    for (let end = text.length; end >= 0;) {
      const start = findElementStart(text, end);
      elements.push(text.slice(start, end));
      end = start - 1;
    }
    expect(elements).toEqual(expected);
  });

  it("ignores an unclosed quote to the left of an element", () => {
    const text = 'for="evil;host=a, for=203.0.113.9';
    const start = findElementStart(text, text.length);
    expect(text.slice(start)).toBe(" for=203.0.113.9");
    expect(findElementStart(text, start - 1)).toBe(UNBALANCED);
  });

  it("returns an offset, or UNBALANCED, which is none", () => {
    expect(findElementStart(",a", 2)).toBe(1);
    expect(UNBALANCED).toBe(-1);
  });

  it.each(['"', 'a"', '\\"', 'x\\"y"', '\\\\\\"a"'])(
    "returns UNBALANCED if the quotes of %j do not balance",
    (text) => {
      expect(findElementStart(text, text.length)).toBe(UNBALANCED);
    },
  );
});

describe("parseElement", () => {
  it.each([
    ["for=192.0.2.1", { for: "192.0.2.1" }],
    ["FOR=a;Proto=https;hOST=b", { for: "a", proto: "https", host: "b" }],
    ['for="[2001:db8::1]:80"', { for: "[2001:db8::1]:80" }],
    ['for="a\\"b\\\\c\\d"', { for: 'a"b\\cd' }],
    ['for=""', { for: "" }],
    ['for=" a "', { for: " a " }],
    ['for="a\tb"', { for: "a\tb" }],
    ["for=1.2.3.4:80;host=[::1]:443", { for: "1.2.3.4:80", host: "[::1]:443" }],
    ["for=a \t; \tproto=http", { for: "a", proto: "http" }],
    [";;for=a;;", { for: "a" }],
    [";", {}],
    ["by=x;secret=y", {}],
    ["bx=1;fox=2;hosx=3;protx=4;for=a", { for: "a" }],
    ['for=a;ext="\u00e9;,="', { for: "a" }],
    ['for=a;ext="\u00ff"', { for: "a" }],
  ])("parses %j as %j", (text, expected) => {
    expect(parseElement(text, 0, text.length)).toStrictEqual({
      for: undefined,
      proto: undefined,
      host: undefined,
      ...expected,
    });
  });

  it.each([
    "for",
    "for=",
    "=a",
    "for =a",
    "for= a",
    "for a",
    "for:a",
    "for=a b",
    "for=a;for=b",
    "for=a;FOR=b",
    "by=a;By=b",
    "proto=http;proto=http",
    "host=a;HOST=b",
    "ext=a;for=b;EXT=c",
    'for="a',
    'for="a\\"',
    'for="a\\',
    'for="a"b',
    'for="a\u0000"',
    'for="a\\\u0000"',
    'for="a\u007f"',
    'for="a\u0100"',
    'for=a"b"',
    "for=ä",
    "f(r=a",
    "for=a/b",
  ])("rejects %j", (text) => {
    expect(parseElement(text, 0, text.length)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    expect(parseElement("x,for=a,y=b", 2, 7)?.for).toBe("a");
    expect(parseElement("for=a", 0, 3)).toBeUndefined();
    expect(parseElement("for=a", 0, 4)).toBeUndefined();
    expect(parseElement("for=a;", 0, 2)).toBeUndefined();
    expect(parseElement('for="a"', 0, 4)).toBeUndefined();
    expect(parseElement('for="a"', 0, 6)).toBeUndefined();
    expect(parseElement('for="a\\""', 0, 7)).toBeUndefined();
    expect(parseElement('for="a"\\"', 0, 7)?.for).toBe("a");
  });
});
