import { describe, expect, it } from "vitest";

import { html } from "../../../src/inspector/view/html.js";
import { renderShell } from "../../../src/inspector/view/shell.js";
import { expectSafe, HOSTILE } from "../hostile.js";

const main = html`<h1>Hello</h1>`;
const parts = { title: "t", name: "n", promise: "p", footer: "f", main, scripts: html`<script></script>` };

describe("renderShell", () => {
  it("has a language, a title, and each landmark once", () => {
    const { text } = renderShell(parts);
    for (const part of ['<html lang="en">', "<title>t</title>", "<main ", "<footer>", '<header class="top">']) {
      expect(text.split(part)).toHaveLength(2);
    }
  });

  it("allows its style sheet by the nonce, if there is one", () => {
    expect(renderShell(parts).text).toContain("<style>");
    expect(renderShell({ ...parts, nonce: "abc" }).text).toContain('<style nonce="abc">');
  });

  it.each(HOSTILE)("is safe with %s in each part", (_, value) => {
    expectSafe(renderShell({ ...parts, title: value, name: value, promise: value, footer: value, nonce: value }));
  });
});
