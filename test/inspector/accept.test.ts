import { describe, expect, it } from "vitest";

import { acceptsJson } from "../../src/inspector/accept.js";

describe("acceptsJson", () => {
  it.each([
    "application/json",
    "APPLICATION/JSON",
    "application/json, text/plain, */*",
    "text/html;q=0.5 , application/json;q=0.9",
    "application/json;q=0.001",
    "application/json; charset=utf-8",
    ["text/plain", "application/json"],
  ])("is true for %j", (accept) => expect(acceptsJson(accept)).toBe(true));

  it.each([
    undefined,
    "",
    "*/*",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "application/json;q=0",
    "application/json; q=0.000",
    "application/jsonp",
    "application/problem+json",
    "application",
    ";;,,;",
    [],
  ])("is false for %j", (accept) => expect(acceptsJson(accept)).toBe(false));
});
