import fastify from "fastify";
import { describe, expect, it } from "vitest";

import { checkInstance } from "../../../src/adapters/fastify/check-instance.js";

describe("checkInstance", () => {
  it("returns an instance of Fastify", () => {
    const app = fastify();
    expect(checkInstance(app)).toBe(app);
  });

  it.each<[unknown, string]>([
    [{ xHost: 1 }, "an object; it is not called by hand: write await app.register(proxyFix, { … })"],
    [{ raw: {}, is404: false }, "a request of Fastify; it is no hook: write await app.register(proxyFix, { … })"],
    [undefined, "undefined; it is not called by hand"],
  ])("throws for %o", (wrong, message) => {
    expect(() => checkInstance(wrong as object)).toThrow(`\`plugin\` was called with ${message}`);
  });
});
