import { describe, expect, it } from "vitest";

import { formatRecommendation } from "../../../src/cli/recommend/format-recommendation.js";
import { formatLines } from "../../../src/cli/text/line.js";
import type { Recommendation, RecommendedOptions } from "../../../src/recommend/recommendation.js";
import { createRecommendation } from "./recommendations.js";

const format = (parts: Partial<Recommendation> = {}): string =>
  formatLines(formatRecommendation(createRecommendation(parts)));

describe("formatRecommendation", () => {
  it("begins with the answer and the options to paste", () => {
    expect(format()).toBe(
      [
        "likely: Two proxies stand in front of this application.",
        "",
        '  { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback" }',
        '  PROXY_FIX="xFor=2,xProto=1,xHost=1,trustedPeers=loopback"',
        "",
        "  address  203.0.113.9       X-Forwarded-For, a forged one was not believed",
        "  proto    https             X-Forwarded-Proto, a forged one was not believed",
        "  host     app.example.com   X-Forwarded-Host",
        "  port     443               the connection",
        "  prefix   unknown           no option gives it right every time",
        "",
        "  ✓ forged: Each believed header was forged once.",
        "  ○ other-scheme (likely until it is done): Only https was visited.",
        "",
        "  The pages of the proxies: docs/deploy/README.md",
        "",
      ].join("\n"),
    );
  });

  it("has no options and no facts if it is declined", () => {
    const { options: _options, ...others } = createRecommendation();
    const declined = { code: "no-visit", text: "No plain visit arrived." } as const;
    const lines = formatLines(formatRecommendation({ ...others, verdict: "declined", declined, checks: [] }));
    expect(lines).toBe("declined: No plain visit arrived.\n\n  The pages of the proxies: docs/deploy/README.md\n");
  });

  it("lists choices, guards, fixes and the proxy", () => {
    const output = format({
      checks: [],
      choices: {
        trustedPeers: [
          { value: "10.0.3.17", text: "it keeps its address" },
          { value: null, text: "its addresses change" },
        ],
      },
      guards: [
        { options: { allowedHosts: ["app.example.com"] }, price: "Other names are refused." },
        { options: { strict: true }, price: "Health checks are refused." },
      ],
      fixes: [{ fact: "prefix", text: "Overwrite X-Forwarded-Prefix.", page: "docs/deploy/nginx.md" }],
      proxy: { name: "nginx", page: "docs/deploy/nginx.md" },
    });
    expect(output.split("\n").slice(11)).toEqual([
      "  Choose who may connect:",
      '    trustedPeers: "10.0.3.17"  if it keeps its address',
      "    no trustedPeers  if its addresses change",
      "",
      "  Refuse more, at a price:",
      '    allowedHosts: ["app.example.com"]',
      "      Other names are refused.",
      "    strict: true",
      "      Health checks are refused.",
      "",
      "  ! prefix: Overwrite X-Forwarded-Prefix. See docs/deploy/nginx.md.",
      "",
      "  It looks like nginx: docs/deploy/nginx.md",
      "",
    ]);
  });

  it.each([
    [
      { xFor: 0, xProto: 0 },
      "No proxy in front of this application adds the client's address; the peer is the client.",
    ],
    [{ xFor: 1 }, "One proxy stands in front of this application."],
    [{ forwarded: 3 }, "Three proxies stand in front of this application."],
    [{ xFor: 6 }, "6 proxies stand in front of this application."],
    [{ trustedProxies: ["10.0.0.0/8"] }, "A chain of proxies that varies stands in front of this application."],
    [{ clientAddressHeader: "x-real-ip" }, "A proxy stands in front of this application, and writes X-Real-IP."],
  ] as const)("describes %j in a sentence", (options: RecommendedOptions, sentence) => {
    const [first] = format({ verdict: "sure", options }).split("\n\n");
    expect(first!.replaceAll(/\n +/g, " ")).toBe(`sure: ${sentence}`);
  });

  it("escapes text of a request, and wraps it at 80 columns", () => {
    const { facts } = createRecommendation();
    const text = `\u001B[31m${"word ".repeat(40)}`;
    const output = format({
      facts: { ...facts, host: { value: `a\u202E${"b".repeat(300)}`, source: "x-forwarded-host", forged: true } },
      checks: [{ code: "bypass", state: "open", limit: "likely", text }],
      fixes: [{ fact: "host", text, page: "docs/deploy/nginx.md" }],
    });
    for (const line of output.split("\n")) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});
