import { describe, expect, it } from "vitest";
import { showBaseUrl } from "../../../src/adapters/express/base-url.js";

describe("showBaseUrl", () => {
  it("puts the prefix in front of a written baseUrl, whether that has the prefix or not", () => {
    const req = { baseUrl: "" };
    showBaseUrl(req, ["/shop"]);
    expect(req.baseUrl).toBe("/shop");
    req.baseUrl = "/users";
    expect(req.baseUrl).toBe("/shop/users");
    req.baseUrl = "/shop/users/7";
    expect(req.baseUrl).toBe("/shop/users/7");
  });

  it("puts the prefix in front of a path that only begins with the same letters", () => {
    const req = { baseUrl: "/shopping" };
    showBaseUrl(req, ["/shop"]);
    expect(req.baseUrl).toBe("/shop/shopping");
  });

  it("uses the last prefix alone if it is called again", () => {
    const req: { baseUrl?: string } = {};
    showBaseUrl(req, ["/shop"]);
    showBaseUrl(req, ["/shop", ""]);
    expect(req.baseUrl).toBe("");
    showBaseUrl(req, ["/shop", "", "/other"]);
    for (const written of ["/users", "/shop/users", "/other/users"]) {
      req.baseUrl = written;
      expect(req.baseUrl).toBe("/other/users");
    }
  });

  it("does not contain a prefix that the node adapter has put there before", () => {
    const req = { baseUrl: "/outer" };
    showBaseUrl(req, ["/outer", "/inner"]);
    expect(req.baseUrl).toBe("/inner");
    req.baseUrl = "/outer/users";
    expect(req.baseUrl).toBe("/inner/users");
  });

  it("throws nothing if other code has made baseUrl permanent", () => {
    const req = Object.freeze({ baseUrl: "/users" });
    showBaseUrl(req as { baseUrl?: string }, ["/shop"]);
    expect(req.baseUrl).toBe("/users");
  });
});
