import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";

import { formatDifference } from "../../../src/cli/explain/format-difference.js";
import { formatExplanation } from "../../../src/cli/explain/format-explanation.js";
import { formatLines } from "../../../src/cli/text/line.js";
import { explain } from "../../../src/explain/index.js";
import type { ProxyFixOptions } from "../../../src/index.js";

const NAMES = [
  "host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "forwarded",
  "x-real-ip",
];

/** Values that a proxy or an attacker writes: addresses, hosts, quotes, and any characters. */
const value = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.domain(),
  fc.constantFrom("https", "443", 'for="', "for=1.2.3.4;proto=https", "\u001B[2J", `${"a.".repeat(120)}test`),
  fc.string({ unit: "binary", maxLength: 100 }),
);
const lines = fc.array(
  fc.array(value, { maxLength: 5 }).map((values) => values.join(", ")),
  { maxLength: 3 },
);
const headers = fc.record(Object.fromEntries(NAMES.map((name) => [name, lines])), { requiredKeys: [] });
const peerAddress = fc.oneof(fc.constantFrom("10.0.0.1", "unix", undefined), fc.ipV6());
const OPTIONS: readonly ProxyFixOptions[] = [
  {},
  { xFor: 3, xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.0.0.0/8" },
  { trustedProxies: ["10.0.0.0/8", "2000::/7", "unix"], strict: true },
  { forwarded: 2, trustedPeers: ["unix", "10.0.0.0/8"], allowedHosts: ["app.example.com"] },
  { clientAddressHeader: "x-real-ip", headerNames: { host: "x-original-host" } },
];

/** Checks that an output changes no terminal and fits it. */
function check(output: string): void {
  for (const line of output.split("\n")) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]| $/u);
  }
}

describe("the text of an explanation", () => {
  test.prop([headers, peerAddress, fc.constantFrom(...OPTIONS)])(
    "has at most 80 columns and no character that a terminal obeys, for any request",
    (received, peer, options) => {
      check(formatLines(formatExplanation(explain({ headers: received, peerAddress: peer }, options))));
    },
  );

  test.prop([headers, peerAddress, fc.constantFrom(...OPTIONS), fc.string({ unit: "binary" })])(
    "has them neither beside that of other options",
    (received, peer, options, text) => {
      const [before, after] = [options, {}].map((each) => explain({ headers: received, peerAddress: peer }, each));
      check(formatLines(formatDifference({ text, explanation: before! }, { text: "xFor=1", explanation: after! })));
    },
  );
});
