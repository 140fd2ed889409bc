import { describe, expect, it } from "vitest";
import { formatHref, parseUrl } from "../../../src/adapters/koa/url.js";
import { resolve } from "../../../src/index.js";

const behindPrefix = { xProto: 1, xHost: 1, xPrefix: 1 };
const resolution = resolve(
  { headers: { "x-forwarded-proto": "https", "x-forwarded-host": "example.com", "x-forwarded-prefix": "/shop" } },
  behindPrefix,
);
const withoutHost = resolve({ headers: { "x-forwarded-prefix": "/shop" } }, behindPrefix);

describe("formatHref", () => {
  it.each([
    ["/shop/users?x", "https://example.com/shop/users?x", "/shop/users?x"],
    ["http://evil.example/users?x", "https://example.com/shop/users?x", "/shop/users?x"],
    ["http://evil.example", "https://example.com/shop/", "/shop/"],
    ["*", "https://example.com/shop", "/shop"],
    [undefined, "https://example.com/shopundefined", "/shopundefined"],
  ])("formats the target %s as %s, and as %s if the host is unknown", (target, href, path) => {
    expect(formatHref(resolution, target)).toBe(href);
    expect(formatHref(withoutHost, target)).toBe(path);
  });
});

describe("parseUrl", () => {
  it("returns a URL, and an empty object without a prototype if the host is unknown", () => {
    expect(parseUrl(resolution, "/shop/users")).toEqual(new URL("https://example.com/shop/users"));
    const empty = parseUrl(withoutHost, "/shop/users");
    expect([Object.keys(empty), Object.getPrototypeOf(empty)]).toEqual([[], null]);
  });
});
