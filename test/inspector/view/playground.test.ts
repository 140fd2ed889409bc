import { describe, expect, it } from "vitest";

import { Markup } from "../../../src/inspector/view/html.js";
import { renderPlayground } from "../../../src/inspector/view/playground.js";
import { expectSafe, HOSTILE } from "../hostile.js";

describe("renderPlayground", () => {
  it("labels each field, and allows nothing but itself", () => {
    const text = renderPlayground("start()", "default-src 'none'");
    expect(text).toContain('http-equiv="content-security-policy" content="default-src &#39;none&#39;"');
    const ids = [...text.matchAll(/<(?:input|textarea)[^>]* id="(\w+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(14);
    for (const id of ids.filter((each) => each !== "strict" && each !== "encrypted"))
      expect(text).toContain(`for="${id}"`);
    expect(text).toContain("GET /cart HTTP/1.1\nHost: app.example.com\n");
  });

  it.each(HOSTILE)("is safe with %s as the policy", (_, value) => {
    expectSafe(new Markup(renderPlayground("start()", value)));
  });
});
