import { expect, it } from "vitest";

import manifest from "../package.json" with { type: "json" };
import { VERSION } from "../src/version.js";

it("VERSION equals the version in package.json", () => {
  expect(VERSION).toBe(manifest.version);
});
