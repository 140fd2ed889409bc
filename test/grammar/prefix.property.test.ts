import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";

import { parsePrefix } from "../../src/grammar/prefix.js";

describe("parsePrefix", () => {
  test.prop([fc.string({ maxLength: 12 }).map((text) => `/${text}`)])(
    "accepts no prefix that leads off the site it is put behind",
    (text) => {
      const prefix = parsePrefix(text, 0, text.length);
      fc.pre(prefix !== undefined);
      const url = new URL(`${prefix}/path`, "https://site.example");
      expect(url.host).toBe("site.example");
      expect(url.pathname).toBe(`${prefix}/path`);
    },
  );
});
