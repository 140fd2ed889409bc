import { describe, expect, it } from "vitest";

import { formatCounts } from "../../../src/cli/explain/format-counts.js";
import { createExplanation } from "./explanations.js";

const outcome = (count: number, value: string | null) => ({ count, value });

describe("formatCounts", () => {
  it("shows the counts of the address, that of the options in brackets", () => {
    const xFor = [outcome(0, "10.0.0.2"), { ...outcome(1, "203.0.113.9"), chosen: true as const }];
    expect(formatCounts(createExplanation({ counts: { xFor } }))).toEqual(["  xFor     0 10.0.0.2   [1 203.0.113.9]"]);
  });

  it("shows the issue in place of a value that is not the header's", () => {
    const forwarded = [{ ...outcome(1, null), issue: "invalid" as const }];
    expect(formatCounts(createExplanation({ counts: { forwarded } }))).toEqual(["  forwarded 1 invalid"]);
  });

  it("leaves out other options if their header has one value", () => {
    const xProto = [outcome(0, "http"), { ...outcome(1, "https"), chosen: true as const }];
    expect(formatCounts(createExplanation({ counts: { xProto } }))).toEqual([]);
    expect(formatCounts(createExplanation({ counts: { xProto: [...xProto, outcome(2, "http")] } }))).toEqual([
      "  xProto   0 http   [1 https]   2 http",
    ]);
  });

  it("wraps at 80 columns, and leaves large counts out except that of the options", () => {
    const xFor = Array.from({ length: 64 }, (_, count) => outcome(count, `203.0.113.${100 + count}`));
    const chosen = xFor.map((each) => (each.count === 60 ? { ...each, chosen: true as const } : each));
    expect(formatCounts(createExplanation({ counts: { xFor: chosen } }))).toEqual([
      "  xFor     0 203.0.113.100   1 203.0.113.101   2 203.0.113.102   3 203.0.113.103",
      "           4 203.0.113.104   5 203.0.113.105   6 203.0.113.106   7 203.0.113.107",
      "           [60 203.0.113.160]   …",
    ]);
  });
});
