import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { embedJson, embedScript, html, Markup } from "../../../src/inspector/view/html.js";
import { expectSafe, HOSTILE } from "../hostile.js";

describe("html", () => {
  it("escapes every text", () => {
    expect(html`<p title="${`"'`}">${"<b>&</b>"}</p>`.text).toBe(`<p title="&quot;&#39;">&lt;b&gt;&amp;&lt;/b&gt;</p>`);
  });

  it("shows characters that cannot be seen, or that change the direction of text", () => {
    expect(html`${"a\u202Eb\u0000c\nd"}`.text).toBe("a\\u{202e}b\\u{0}c\\u{a}d");
  });

  it("joins markup, lists and numbers, and leaves nothing of undefined and false", () => {
    expect(html`${html`<i>${"<"}</i>`}${["a", [html`<b></b>`, 1]]}${undefined}${false}${""}`.text).toBe(
      "<i>&lt;</i>a<b></b>1",
    );
  });

  it.each(HOSTILE)("is safe with %s as text and in an attribute", (_, value) => {
    expectSafe(html`<p title="${value}">${value}</p>`);
  });

  test.prop([fc.string({ unit: "binary" })])("is safe with every text", (value) => {
    expectSafe(html`<p title="${value}">${[value]}</p>`);
  });

  it("takes text for markup only if the template created it", () => {
    expect(html`${JSON.stringify(new Markup("<b>"))}`.text).toContain("&lt;b&gt;");
  });
});

describe("embedJson", () => {
  it.each(HOSTILE)("embeds %s so that no part of it ends the element", (_, value) => {
    const { text } = embedJson({ value });
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual({ value });
  });
});

describe("embedScript", () => {
  it("keeps the meaning of a program whose texts contain elements", () => {
    const program = `["</script>", "<SCRIPT>", "<!--", \`</script\`, 1 < 2].join()`;
    const { text } = embedScript(program);
    expect(text).not.toMatch(/<\/?script|<!--/i);
    // oxlint-disable-next-line no-eval
    expect((0, eval)(text)).toBe("</script>,<SCRIPT>,<!--,</script,true");
  });
});
