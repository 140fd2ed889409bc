import { describe, expect, it } from "vitest";

import { optionsFromEnv } from "../../src/options/from-env.js";
import { formatLiteral, formatVariable } from "../../src/recommend/format-options.js";

describe("formatLiteral", () => {
  it.each([
    [{ host: "x-original-host" }, '{ host: "x-original-host" }'],
    [["a", "b"], '["a", "b"]'],
    ["a\u202Eb", '"a\\u{202e}b"'],
    [1, "1"],
    [true, "true"],
  ])("writes %j as code", (value, code) => {
    expect(formatLiteral(value)).toBe(code);
  });
});

describe("formatVariable", () => {
  it.each([
    [{ xFor: 2, xProto: 0 }, "xFor=2,xProto=0"],
    [{ forwarded: 1, strict: true, trustedPeers: "unix" }, "forwarded=1,strict=true,trustedPeers=unix"],
    [{ xFor: 1, trustedPeers: ["unix", "loopback"] }, "xFor=1,trustedPeers=unix loopback"],
    [{ headerNames: { host: "x-original-host" } }, "headerNames.host=x-original-host"],
    [{ clientAddressHeader: "x-real-ip" }, "clientAddressHeader=x-real-ip"],
  ] as const)("writes %j in one line, from which they can be read", (options, text) => {
    expect(formatVariable(options)).toBe(`PROXY_FIX="${text}"`);
    expect(() => optionsFromEnv({ PROXY_FIX: text })).not.toThrow();
  });

  it.each([
    [{ trustedPeers: "10.0.0.1,xFor=9" }],
    [{ trustedPeers: ["10.0.0.1 10.0.0.2"] }],
    [{ clientAddressHeader: 'x-real-ip"; rm' }],
    [{ clientAddressHeader: "$(id)" }],
    // Names of headers that a shell would change.
    [{ clientAddressHeader: "x-$HOME" }],
    [{ clientAddressHeader: "x-`id`" }],
    [{ clientAddressHeader: "x-a!b" }],
    [{}],
  ])("writes no line for %j, which PROXY_FIX cannot contain", (options) => {
    expect(formatVariable(options)).toBeUndefined();
  });
});
