import { describe, expect, it } from "vitest";

import { explain } from "../../../src/explain/index.js";
import { renderExplanation } from "../../../src/inspector/view/explanation.js";
import type { ProxyFixOptions } from "../../../src/options/options.js";
import { expectSafe, HOSTILE } from "../hostile.js";

const headers = { host: "app.test", "x-forwarded-for": "6.6.6.6, 203.0.113.9", "x-forwarded-host": "evil.test" };

function show(options: ProxyFixOptions): string {
  const { text } = renderExplanation(explain({ headers, peerAddress: "10.0.0.2" }, options));
  return text.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

describe("renderExplanation", () => {
  it("shows each fact with its source, and the header that it does not come from", () => {
    const text = show({ xFor: 1, trustedPeers: "10.0.0.2" });
    expect(text).toContain("Address 203.0.113.9 X-Forwarded-For, last 203.0.113.9");
    expect(text).toContain("Scheme http the connection, with or without TLS X-Forwarded-Proto: it is missing");
    expect(text).toContain("Host app.test Host, as the client asked X-Forwarded-Host: its count is 0");
    expect(text).toContain("xFor 0: 10.0.0.2 1: 203.0.113.9 (chosen) 2: 6.6.6.6");
  });

  it("shows a fact that cannot be known", () => {
    expect(show({ xFor: 3, trustedPeers: "10.0.0.2" })).toContain(
      "Address undefined cannot be known X-Forwarded-For: it has fewer values than are counted",
    );
  });

  it("shows a refusal", () => {
    expect(show({ xFor: 3, strict: true })).toContain("Refused with 400: x-forwarded-for short-chain");
    expect(show({ allowedHosts: ["other.test"] })).toMatch(/Refused with 40\d: /);
  });

  it("warns of an untrusted peer, and counts nothing", () => {
    const text = show({ trustedPeers: "10.9.9.9" });
    expect(text).toContain("10.0.0.2 is not among trustedPeers: no header was believed.");
    expect(text).not.toContain("Other counts");
  });

  it("shows the line of a value among several", () => {
    const lines = { headers: { "x-forwarded-for": ["1.1.1.1", "2.2.2.2"] }, peerAddress: "10.0.0.2" };
    expect(renderExplanation(explain(lines, { xFor: 1 })).text).toContain("X-Forwarded-For, last, line 2 of 2");
  });

  it.each(HOSTILE)("is safe with %s in each header", (_, value) => {
    const names = [
      "host",
      "x-forwarded-for",
      "x-forwarded-proto",
      "x-forwarded-host",
      "x-forwarded-port",
      "x-forwarded-prefix",
    ];
    const hostile = {
      headers: { ...Object.fromEntries(names.map((name) => [name, value])), forwarded: `for="${value}"` },
      peerAddress: value,
      prefix: value,
    };
    for (const options of [{ xFor: 1, xHost: 1, xPort: 1, xPrefix: 1 }, { forwarded: 1 }, { xFor: 0, xProto: 0 }]) {
      expectSafe(renderExplanation(explain(hostile, options)));
    }
  });
});
