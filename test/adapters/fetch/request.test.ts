import { expect, it } from "vitest";
import { defineOwn } from "../../../src/adapters/fetch/request.js";

it("defines a property in front of an inherited one, which no copy of the object takes along", () => {
  const request = new Request("http://app.test/");
  defineOwn(request, "url", "https://shop.test/");
  expect(request.url).toBe("https://shop.test/");
  expect({ ...request }).not.toHaveProperty("url");
  defineOwn(request, "url", "https://other.test/");
  expect(request.url).toBe("https://other.test/");
});
