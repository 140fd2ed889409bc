import { describe, expect, it } from "vitest";

import { externalUrl } from "../src/index.js";

const site = { origin: "https://example.com", prefix: "/app" };
const bare = { origin: undefined, prefix: "" };

describe("externalUrl", () => {
  it.each([
    ["/login", "https://example.com/app/login"],
    ["login", "https://example.com/app/login"],
    ["", "https://example.com/app/"],
    ["/", "https://example.com/app/"],
    [" /login", "https://example.com/app/login"],
    ["\u0000login", "https://example.com/app/login"],
    ["//evil.test/x", "https://example.com/app/evil.test/x"],
    ["/\\evil.test", "https://example.com/app/evil.test"],
    ["/\t/evil.test", "https://example.com/app/evil.test"],
    ["?a=/b#c", "https://example.com/app/?a=/b#c"],
    ["/a//b", "https://example.com/app/a//b"],
  ])("returns for the path %j the URL %s", (path, url) => {
    expect(externalUrl(site, path)).toBe(url);
  });

  it("returns a path if the origin is undefined", () => {
    expect(externalUrl({ ...bare, prefix: "/app" }, "/x")).toBe("/app/x");
    expect(externalUrl(bare, "//evil.test")).toBe("/evil.test");
    expect(externalUrl(bare, "\t/\n/evil.test")).toBe("/evil.test");
  });
});
