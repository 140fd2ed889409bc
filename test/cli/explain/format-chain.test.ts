import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { formatChain } from "../../../src/cli/explain/format-chain.js";
import { formatLines } from "../../../src/cli/text/line.js";
import { explain } from "../../../src/explain/index.js";
import type { Hop } from "../../../src/explain/explanation.js";
import { PEER } from "./explanations.js";

const CLAIM: Hop = {
  hop: 1,
  address: "6.6.6.6",
  role: "claim",
  verdict: "ignored",
  reason: "beyond-count",
  saidBy: "client",
  header: "x-forwarded-for",
  line: 1,
  text: "6.6.6.6",
};

function draw(hops: readonly Hop[], unlisted = 0): string {
  return formatLines(formatChain({ header: "x-forwarded-for", unlisted, hops }));
}

describe("formatChain", () => {
  it("draws the peer as the client if it is no trusted proxy", () => {
    const peer: Hop = {
      ...PEER,
      address: "198.51.100.23",
      role: "client",
      verdict: "untrusted",
      reason: "untrusted-peer",
    };
    expect(draw([peer])).toBe(
      "  ●  198.51.100.23   the client   the connection: no proxy of yours\n  ■  the application\n",
    );
  });

  it("draws a visitor without a proxy", () => {
    expect(draw([{ ...PEER, role: "client" }])).toBe(
      "  ●  10.0.0.2   the client   the connection itself\n  ■  the application\n",
    );
  });

  it("draws claims together, and those that are not listed as one", () => {
    const client: Hop = { ...PEER, role: "client" };
    expect(draw([client, CLAIM, { ...CLAIM, hop: 2, address: null, text: "" }], 120)).toBe(
      [
        "  ×  120 more   not believed   anyone could have written it",
        "  ×  (empty)    not believed   anyone could have written it",
        "  ×  6.6.6.6    not believed   anyone could have written it",
        "  ┆",
        "  ●  10.0.0.2   the client     the connection itself",
        "  ■  the application",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["short-chain", "unsettled", "too few values"],
    ["empty", "unreadable", "empty"],
    ["unidentified", "unreadable", "without for"],
    ["unbalanced", "unreadable", "open quote"],
    ["duplicate", "unreadable", "several values"],
    ["invalid", "unreadable", "unreadable"],
  ] as const)("names the obstacle %s of a counted entry", (reason, verdict, words) => {
    const [first] = draw([PEER, { ...CLAIM, address: null, text: "x", verdict, reason, saidBy: 0 }]).split("\n");
    expect(first).toBe(`  ?  x          ${words}   said by 10.0.0.2`);
  });

  it("stacks the parts of each place if a row is wider than 80 columns", () => {
    const long = "2001:db8:1111:2222:3333:4444:5555:6666";
    const client: Hop = { ...CLAIM, address: long, role: "client", verdict: "believed", reason: "counted", saidBy: 0 };
    expect(draw([{ ...PEER, address: long }, client, { ...CLAIM, hop: 2 }])).toBe(
      [
        "  ×  6.6.6.6",
        "  ┆  not believed, anyone could have written it",
        `  ●  ${long}`,
        `  │  the client, said by ${long}`,
        `  ○  ${long}`,
        "  │  peer, the connection itself",
        "  ■  the application",
        "",
      ].join("\n"),
    );
  });

  it("escapes and cuts the text of a claim", () => {
    const [first] = draw([PEER, { ...CLAIM, address: null, text: `\u001B[2J\u202E${"a".repeat(90)}` }]).split("\n");
    // 24 columns: 17 of escapes and "[2J", 6 letters and the sign.
    expect(first).toBe("  ×  \\u{1b}[2J\\u{202e}aaaaaa…   not believed   anyone could have written it");
  });

  const header = fc.array(fc.string({ unit: "binary", maxLength: 60 }), { minLength: 1, maxLength: 12 });
  test.prop([header, fc.nat(10), fc.boolean()])(
    "fits in 80 columns without control characters",
    (values, count, isList) => {
      const options = isList ? { trustedProxies: "10.0.0.0/8" } : { xFor: count, trustedPeers: "10.0.0.0/8" };
      const { chain } = explain({ headers: { "x-forwarded-for": values.join(",") }, peerAddress: "10.0.0.1" }, options);
      for (const line of formatLines(formatChain(chain)).trimEnd().split("\n")) {
        expect(line.length).toBeLessThanOrEqual(80);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|\s$/u);
      }
    },
  );
});
