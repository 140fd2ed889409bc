import { proxyFix, resolutionOf } from "proxyfix/environ";
import { describe, expect, it } from "vitest";

describe("proxyFix for variables", () => {
  it.each([
    { SERVER_NAME: "a.example", SERVER_PORT: "8080", host: "a.example:8080" },
    { SERVER_NAME: "a.example", SERVER_PORT: "80", host: "a.example" },
    { SERVER_NAME: "a.example", SERVER_PORT: "", host: "a.example" },
    { SERVER_NAME: "a.example:8080", SERVER_PORT: "80", host: "a.example:8080" },
    { SERVER_NAME: "2001:db8::1", SERVER_PORT: "8080", host: "[2001:db8::1]:8080" },
    { SERVER_NAME: "[2001:db8::1]", SERVER_PORT: "8080", host: "[2001:db8::1]:8080" },
    { SERVER_NAME: "", SERVER_PORT: "8080", host: undefined },
    { SERVER_PORT: "8080", host: undefined },
  ])(
    "resolves $host if SERVER_NAME is $SERVER_NAME, SERVER_PORT $SERVER_PORT and HTTP_HOST is missing",
    ({ host, ...environ }) => {
      expect(resolutionOf(proxyFix()(environ))?.host).toBe(host);
    },
  );

  it.each([
    ["/shop", "/shop"],
    ["/shop/", "/shop"],
    ["/a b/ü", "/a%20b/%C3%BC"],
    ["/a?b#c%d", "/a%3Fb%23c%25d"],
    ["//evil.example", ""],
    ["/\\evil.example", ""],
    ["/a/../b", ""],
    ["/a/\u0000", ""],
    ["/a/\ud800", ""],
    ["shop", ""],
    ["shop/cart", ""],
    ["/a/./b", ""],
    ["/", ""],
  ])("resolves SCRIPT_NAME %j to the prefix %j", (SCRIPT_NAME, prefix) => {
    expect(resolutionOf(proxyFix()({ SCRIPT_NAME }))?.prefix).toBe(prefix);
  });

  it.each(["0", "65536", "123456", "x", ""])("deletes the invalid REMOTE_PORT %j", (REMOTE_PORT) => {
    const fixed = proxyFix()({ REMOTE_ADDR: "10.0.0.1", REMOTE_PORT });
    expect(fixed).toEqual(expect.objectContaining({ REMOTE_ADDR: "10.0.0.1" }));
    expect(fixed).not.toHaveProperty("REMOTE_PORT");
    expect(resolutionOf(fixed)?.clientPort).toBeUndefined();
  });

  it("reports no issue for an empty HTTP_HOST", () => {
    expect(resolutionOf(proxyFix()({ HTTP_HOST: "" }))).toMatchObject({ host: undefined, issues: [] });
  });
});
