import { describe, expect, it } from "vitest";

import { FRAMEWORKS } from "../../../src/inspector/view/code.js";
import { renderVisit } from "../../../src/inspector/view/visit.js";
import { expectSafe, HOSTILE } from "../hostile.js";

const arrived = {
  facts: { headers: { host: "a.test", "x-forwarded-for": "1.1.1.1" }, peerAddress: "10.0.0.2" },
  path: "/inspector?token=abc",
  rawHeaders: ["Host", "a.test", "X-Forwarded-For", "1.1.1.1"],
};

describe("renderVisit", () => {
  it("shows the visit, and code for every framework that believes nothing", () => {
    const { text } = renderVisit(arrived, "/app/inspector?token=abc");
    expect(text).toContain('<span class="value">10.0.0.2</span>');
    expect(text.split("<summary>")).toHaveLength(FRAMEWORKS.length + 1);
    expect(text.split("xFor: 0")).toHaveLength(FRAMEWORKS.length + 1);
    expect(text).not.toMatch(/xFor: [1-9]/);
  });

  it("has the command with the path as the visitor sees it", () => {
    expect(renderVisit(arrived, "/app/inspector?token=abc").text).toContain(
      "npx proxyfix probe 'https://app.example.com/app/inspector?token=abc'",
    );
  });

  it("shows that the peer is unknown", () => {
    const { text } = renderVisit({ ...arrived, facts: { headers: {} } }, "/");
    expect(text).toContain("an unknown address");
  });

  it.each(HOSTILE)("is safe with %s in each part of the visit", (_, value) => {
    const headers = { host: value, "x-forwarded-for": value };
    expectSafe(renderVisit({ facts: { headers, peerAddress: value }, path: value, rawHeaders: [value, value] }, value));
  });
});
