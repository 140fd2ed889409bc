import { describe, expect, it } from "vitest";

import { formatFacts } from "../../../src/cli/explain/format-facts.js";
import type { Explanation } from "../../../src/explain/explanation.js";
import { createExplanation } from "./explanations.js";

const { facts } = createExplanation();

function format(parts: Partial<Explanation["facts"]>, others: Partial<Explanation> = {}): readonly string[] {
  return formatFacts(createExplanation({ ...others, facts: { ...facts, ...parts } }));
}

describe("formatFacts", () => {
  it("shows address, scheme and host with their sources", () => {
    expect(format({})).toEqual([
      "  address  203.0.113.9       X-Forwarded-For",
      "  proto    https             X-Forwarded-Proto",
      "  host     app.example.com   Host, as the client asked",
    ]);
  });

  it.each([
    [1, ", last"],
    [2, ", 2nd from the right"],
    [3, ", 3rd from the right"],
    [4, ", 4th from the right"],
    [11, ", 11th from the right"],
    [22, ", 22nd from the right"],
  ])("names place %i of several values", (place, words) => {
    const source = { header: "x-forwarded-for", place, line: 1, lines: 1, text: "203.0.113.9" };
    const counts = { xFor: [{ count: place + 1, value: "6.6.6.6" }] };
    expect(format({ address: { value: "203.0.113.9", source } }, { counts })[0]).toBe(
      `  address  203.0.113.9       X-Forwarded-For${words}`,
    );
  });

  it("names no place if the header has no further value", () => {
    const counts = { xFor: [{ count: 2, value: null, issue: "short-chain" as const }] };
    expect(format({}, { counts })[0]).toBe("  address  203.0.113.9       X-Forwarded-For");
  });

  it("names the line if the header has several", () => {
    const source = { header: "x-forwarded-for", place: 2, line: 1, lines: 2, text: "203.0.113.9" };
    expect(format({ address: { value: "203.0.113.9", source } })[0]).toContain("2nd from the right, line 1 of 2");
  });

  it("names the part of a forwarded-element", () => {
    const source = { header: "forwarded", place: 1, line: 1, lines: 1, text: "for=203.0.113.9;proto=https" };
    expect(format({ proto: { value: "https", source } })[1]).toBe("  proto    https             Forwarded, its proto");
  });

  it.each([
    [
      { value: null, instead: { header: "x-forwarded-for", reason: "short-chain" } },
      "undefined         cannot be known (X-Forwarded-For: short-chain)",
    ],
    [
      { value: "10.0.0.2", source: { connection: "peer" }, instead: { header: "x-forwarded-for", reason: "absent" } },
      "10.0.0.2          the peer's (X-Forwarded-For: absent)",
    ],
  ] as const)("names the obstacle of the address %j", (address, words) => {
    expect(format({ address })[0]).toBe(`  address  ${words}`);
  });

  it.each([
    ["http", "the connection is not TLS"],
    ["https", "the connection is TLS"],
  ])("names the connection as the source of %s", (value, words) => {
    expect(format({ proto: { value, source: { connection: "tls" } } })[1]).toContain(words);
  });

  it("shows the port and the prefix if a header speaks of them", () => {
    const port = { value: 8443, source: { header: "x-forwarded-port", place: 1, line: 1, lines: 1, text: "8443" } };
    const prefix = {
      value: "",
      source: { connection: "mount" },
      instead: { header: "x-forwarded-prefix", reason: "disabled" },
    } as const;
    expect(format({ port, prefix }).slice(3)).toEqual([
      "  port     8443              X-Forwarded-Port",
      "  prefix   none              the path under which the application is mounted",
      `${" ".repeat(29)}(X-Forwarded-Prefix: disabled)`,
    ]);
  });

  it("repeats at each fact that the peer is not trusted", () => {
    const gate = { peer: "10.0.0.2", verdict: "untrusted-peer", option: "trustedPeers" } as const;
    const lines = format({ address: { value: "10.0.0.2", source: { connection: "peer" } } }, { gate });
    expect(lines[0]).toBe("  address  10.0.0.2          the peer's (the peer is not trusted)");
  });
});
