import { expect } from "vitest";

import type { Markup } from "../../src/inspector/view/html.js";

/** Values that would run, break or disguise a page that does not escape them. */
export const HOSTILE: readonly (readonly [title: string, value: string])[] = [
  ["a script", `<script>alert(1)</script>`],
  ["the end of an attribute", `"><img src=x onerror=alert(2)>`],
  ["a handler", `' onmouseover='alert(3)`],
  ["the end of every element", `</title></style></textarea></script><!--`],
  ["8 KiB", `<${"a".repeat(8192)}>`],
  ["control characters", `\u0000\u0007\u001B[2J\r\n\u0085\u2028`],
  ["marks of direction", `\u202Eevil\u2066\u200F\u200B\uFEFF`],
  ["templates and half a character", "\uD800&lt;{{7*7}}"],
];

/** The elements of the page's own templates, and their attributes. */
const ELEMENTS =
  /^(?:a|b|body|br|button|circle|code|dd|del|details|div|dl|dt|fieldset|footer|form|h1|h2|h3|head|header|html|input|label|legend|li|link|main|mark|meta|noscript|ol|p|path|pre|progress|rect|script|section|span|strong|style|summary|svg|table|tbody|td|textarea|th|thead|title|tr|ul)$/;
const TAG = /^<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)(\/?)>/i;

/**
 * Expects that markup consists of the templates' own elements, properly nested, with quoted attributes and no handler, and
 * that no character of it is invisible, but line breaks.
 */
export function expectSafe({ text }: Markup): void {
  const open: string[] = [];
  const body = text.replaceAll(/<(script|style)\b[^>]*>[^]*?<\/\1>/g, "").replace(/^<!doctype html>/, "");
  for (let at = body.indexOf("<"); at >= 0; at = body.indexOf("<", at + 1)) {
    const [tag, slash = "", name = "", attributes = "", end = ""] = TAG.exec(body.slice(at)) ?? [];
    expect(tag, body.slice(at, at + 80)).toBeDefined();
    expect(name).toMatch(ELEMENTS);
    expect(attributes.replaceAll(/="[^"]*"/g, "=")).not.toMatch(/ (?:on\w+|style|src|srcdoc)(?:=|$)/);
    if (slash === "/") expect(open.pop()).toBe(name);
    else if (end === "" && !/^(?:br|input|link|meta)$/.test(name)) open.push(name);
  }
  expect(open).toEqual([]);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
}
