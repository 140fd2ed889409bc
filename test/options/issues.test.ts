import { describe, expect, it } from "vitest";

import { createIssues, UNTRUSTED_PEER } from "../../src/options/issues.js";

describe("createIssues", () => {
  it("creates one frozen issue of the header for each reason", () => {
    const issues = createIssues("x-forwarded-for");
    for (const [reason, issue] of Object.entries(issues)) {
      expect(issue).toEqual({ header: "x-forwarded-for", reason });
      expect(Object.isFrozen(issue)).toBe(true);
    }
    expect(Object.keys(issues)).toEqual([
      "absent",
      "short-chain",
      "empty",
      "invalid",
      "unidentified",
      "duplicate",
      "host-not-allowed",
    ]);
  });
});

describe("UNTRUSTED_PEER", () => {
  it("is frozen and names no header", () => {
    expect(UNTRUSTED_PEER).toEqual({ reason: "untrusted-peer" });
    expect(Object.isFrozen(UNTRUSTED_PEER)).toBe(true);
  });
});
