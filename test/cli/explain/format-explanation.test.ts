import { describe, expect, it } from "vitest";

import { formatExplanation, formatIssues } from "../../../src/cli/explain/format-explanation.js";
import { formatLines } from "../../../src/cli/text/line.js";
import type { Explanation } from "../../../src/explain/explanation.js";
import { createExplanation } from "./explanations.js";

const format = (parts: Partial<Explanation>): string => formatLines(formatExplanation(createExplanation(parts)));

describe("formatExplanation", () => {
  it("separates its parts by empty lines and has none that is empty", () => {
    expect(format({})).toBe(
      [
        "  ●  203.0.113.9   the client   said by 10.0.0.2",
        "  │",
        "  ○  10.0.0.2      peer         the connection itself",
        "  ■  the application",
        "",
        "  address  203.0.113.9       X-Forwarded-For",
        "  proto    https             X-Forwarded-Proto",
        "  host     app.example.com   Host, as the client asked",
        "",
      ].join("\n"),
    );
  });

  it("ends with the refusal and the notes, wrapped at 80 columns", () => {
    const text = `${"word ".repeat(16)}end`;
    const output = format({
      refusal: { status: 403, issues: [{ reason: "untrusted-peer" }, { header: "host", reason: "invalid" }] },
      forgeable: [
        { code: "leftmost", level: "warning", facts: ["address"], text },
        { code: "host-is-the-clients", level: "note", facts: ["host"], text: "left out: the host's line shows it" },
        { code: "private-client", level: "note", facts: ["address"], text: "a\u001Bb" },
      ],
    });
    expect(output.split("\n").slice(8)).toEqual([
      "",
      "  refused with 403: untrusted-peer, host invalid",
      "",
      `  ! ${"word ".repeat(15).trimEnd()}`,
      "    word end",
      "  · a\\u{1b}b",
      "",
    ]);
  });

  it("notes that the peer is not trusted", () => {
    const gate = { peer: null, verdict: "untrusted-peer", option: "trustedProxies" } as const;
    expect(format({ gate })).toContain("\n  ! The unknown peer is not among trustedProxies: no header was believed.");
  });
});

describe("formatIssues", () => {
  it("names headers and reasons, or none", () => {
    expect(formatIssues([])).toBe("none");
    expect(formatIssues([{ header: "host", reason: "invalid" }, { reason: "untrusted-peer" }])).toBe(
      "host invalid, untrusted-peer",
    );
  });
});
