import { describe, expect, it } from "vitest";

import { Markup } from "../../../src/inspector/view/html.js";
import { renderPage } from "../../../src/inspector/view/page.js";
import { expectSafe, HOSTILE } from "../hostile.js";

const arrived = { facts: { headers: { host: "a.test" } }, path: "/", rawHeaders: ["Host", "a.test"] };
const data = { nonce: "abc123", arrived, url: "/", script: "start()", version: "1.2.3" };

describe("renderPage", () => {
  it("allows each style and script by the nonce, and has no handler or style in an attribute", () => {
    const text = renderPage(data);
    expect(text.match(/<(?:script|style)\b[^>]*>/g)).toEqual([
      '<style nonce="abc123">',
      '<script type="application/json" nonce="abc123" id="visit">',
      '<script nonce="abc123">',
    ]);
    expect(text).not.toMatch(/ style=| on\w+=/);
  });

  it("contains the visit as JSON, and the version", () => {
    const text = renderPage(data);
    expect(JSON.parse(/id="visit">(.*?)<\/script>/s.exec(text)![1]!)).toEqual(arrived);
    expect(text).toContain("proxyfix 1.2.3.");
  });

  it("has no script if there is none", () => {
    expect(renderPage({ ...data, script: "" })).not.toContain('<script nonce="abc123">');
  });

  it.each(HOSTILE)("is safe with %s in each part of the visit", (_, value) => {
    const hostile = {
      facts: { headers: { host: value, [value]: value }, peerAddress: value },
      path: value,
      rawHeaders: [value, value],
    };
    const text = renderPage({ ...data, arrived: hostile, url: value, nonce: value, version: value });
    expectSafe(new Markup(text));
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(JSON.parse(/id="visit">(.*?)<\/script>/s.exec(text)![1]!)).toEqual(hostile);
  });
});
