import { describe, expect, it } from "vitest";

import { formatCode } from "../../../src/cli/recommend/format-options.js";

describe("formatCode", () => {
  it("writes options on one line", () => {
    expect(formatCode({ xFor: 2, strict: true, trustedPeers: "loopback" })).toEqual([
      '  { xFor: 2, strict: true, trustedPeers: "loopback" }',
    ]);
    expect(formatCode({})).toEqual(["  {}"]);
  });

  it("writes one option a line if one line is too narrow", () => {
    const trustedProxies = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.51.100.0/24"];
    expect(formatCode({ xFor: 2, trustedProxies })).toEqual([
      "  {",
      "    xFor: 2,",
      '    trustedProxies: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.51.100.0/24"],',
      "  }",
    ]);
  });
});
