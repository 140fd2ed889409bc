import { describe, expect, it } from "vitest";
import { showBaseUrl } from "../../../src/adapters/express/base-url.js";

describe("showBaseUrl", () => {
  it("puts the prefix before what the router writes, whether it had read the prefix or not", () => {
    const req = { baseUrl: "" };
    showBaseUrl(req, "/shop");
    expect(req.baseUrl).toBe("/shop");
    req.baseUrl = "/users";
    expect(req.baseUrl).toBe("/shop/users");
    req.baseUrl = "/shop/users/7";
    expect(req.baseUrl).toBe("/shop/users/7");
  });

  it("does not take a longer name for the prefix", () => {
    const req = { baseUrl: "/shopping" };
    showBaseUrl(req, "/shop");
    expect(req.baseUrl).toBe("/shop/shopping");
  });

  it("shows the last prefix alone, whatever was shown before", () => {
    const req: { baseUrl?: string } = {};
    showBaseUrl(req, "/shop");
    showBaseUrl(req, "");
    expect(req.baseUrl).toBe("");
    showBaseUrl(req, "/other");
    for (const written of ["/users", "/shop/users", "/other/users"]) {
      req.baseUrl = written;
      expect(req.baseUrl).toBe("/other/users");
    }
  });
});
