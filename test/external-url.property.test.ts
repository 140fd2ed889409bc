import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";

import { externalUrl } from "../src/index.js";

const site = { origin: "https://example.com", prefix: "/app" };
const bare = { origin: undefined, prefix: "" };

describe("externalUrl", () => {
  const path = fc.string({
    unit: fc.constantFrom("/", "\\", "\t", "\n", " ", "\u0000", "a", ".", ":", "@"),
    maxLength: 8,
  });

  test.prop([path], { numRuns: 2000 })("returns no URL of another site for any path", (text) => {
    for (const resolution of [site, bare]) {
      expect(new URL(externalUrl(resolution, text), "https://example.com/").host).toBe("example.com");
    }
  });
});
