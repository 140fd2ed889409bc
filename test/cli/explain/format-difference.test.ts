import { describe, expect, it } from "vitest";

import { formatDifference } from "../../../src/cli/explain/format-difference.js";
import { formatLines } from "../../../src/cli/text/line.js";
import { createExplanation } from "./explanations.js";

const explanation = createExplanation();
const { facts, resolution } = explanation;

describe("formatDifference", () => {
  it("marks the facts that differ", () => {
    const after = createExplanation({
      facts: { ...facts, address: { value: null } },
      resolution: { ...resolution, issues: [{ header: "x-forwarded-for", reason: "short-chain" }] },
    });
    const lines = formatDifference({ text: "xFor=1", explanation }, { text: "xFor=3", explanation: after });
    expect(formatLines(lines)).toBe(
      [
        "           xFor=1            xFor=3",
        "≠ address  203.0.113.9       undefined",
        "  proto    https             same",
        "  host     app.example.com   same",
        "  port     443               same",
        "  prefix   none              same",
        "≠ issues   none              x-forwarded-for short-chain",
        "",
      ].join("\n"),
    );
  });

  it("wraps long options in their columns", () => {
    const text = `xFor=1,trustedPeers=${"10.0.0.1 ".repeat(6).trimEnd()}`;
    const [first, second] = formatLines(formatDifference({ text, explanation }, { text, explanation })).split("\n");
    // 11 columns of names leave two of 33, and a gap of 3.
    const row = (cell: string): string => `${" ".repeat(11)}${cell.padEnd(36)}${cell}`;
    expect([first, second]).toEqual([row("xFor=1,trustedPeers=10.0.0.1"), row("10.0.0.1 10.0.0.1 10.0.0.1")]);
  });

  it("shows the refusals if there is one", () => {
    const after = createExplanation({ refusal: { status: 400, issues: [] } });
    const lines = formatLines(formatDifference({ text: "a", explanation }, { text: "b", explanation: after }));
    expect(lines).toContain("\n≠ refused  no                400\n");
  });
});
