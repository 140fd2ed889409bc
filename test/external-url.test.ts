import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";

import { externalUrl, resolve, type Resolution } from "../src/index.js";

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

  it("takes a request that was resolved, too", () => {
    expect(externalUrl({ proxyFix: site }, "/x")).toBe("https://example.com/app/x");
    const resolution = resolve({ headers: { host: "a.test" } }, {});
    expect(externalUrl({ proxyFix: resolution }, "/x")).toBe("http://a.test/x");
    expect(externalUrl(resolution, "/x")).toBe("http://a.test/x");
  });

  it.each<[string, unknown]>([
    ["a request of node:http that was not resolved", new IncomingMessage(new Socket())],
    ["a context of Koa that was not resolved", { origin: "http://a.test", prefix: undefined }],
    ["the headers", { host: "a.test" }],
    ["a text", "https://a.test"],
    ["undefined", undefined],
    ["null", null],
  ])("throws a message that names req.proxyFix, given %s", (_kind, value) => {
    expect(() => externalUrl(value as Resolution, "/x")).toThrow(
      new TypeError(
        "externalUrl takes a resolution, or a request that proxyFix has resolved: externalUrl(req.proxyFix, path)",
      ),
    );
  });
});
