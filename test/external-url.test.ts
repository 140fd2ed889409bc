import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { externalUrl } from "../src/index.js";

const site = { origin: "https://example.com", prefix: "/app" };
const bare = { origin: undefined, prefix: "" };

describe("an external URL", () => {
  it.each([
    ["/login", "https://example.com/app/login"],
    ["login", "https://example.com/app/login"],
    ["", "https://example.com/app/"],
    ["/", "https://example.com/app/"],
    ["//evil.test/x", "https://example.com/app/evil.test/x"],
    ["/\\evil.test", "https://example.com/app/evil.test"],
    ["/\t/evil.test", "https://example.com/app/evil.test"],
    ["?a=/b#c", "https://example.com/app/?a=/b#c"],
    ["/a//b", "https://example.com/app/a//b"],
  ])("of %j is %s", (path, url) => {
    expect(externalUrl(site, path)).toBe(url);
  });

  it("is a path where the origin is not known", () => {
    expect(externalUrl({ ...bare, prefix: "/app" }, "/x")).toBe("/app/x");
    expect(externalUrl(bare, "//evil.test")).toBe("/evil.test");
    expect(externalUrl(bare, "\t/\n/evil.test")).toBe("/evil.test");
  });

  const slashes = fc.string({
    unit: fc.constantFrom("/", "\\", "\t", "\n", " ", "\u0000", "a", ".", ":", "@"),
    maxLength: 8,
  });
  test.prop([slashes], { numRuns: 2000 })("never leads off the site, whatever the path", (path) => {
    for (const known of [site, bare]) {
      expect(new URL(externalUrl(known, path), "https://example.com/").host).toBe("example.com");
    }
  });
});
