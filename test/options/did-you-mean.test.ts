import { describe, expect, it } from "vitest";

import { findLikelyName } from "../../src/options/did-you-mean.js";

const NAMES = [
  "xFor",
  "xProto",
  "xHost",
  "xPort",
  "xPrefix",
  "forwarded",
  "trustedPeers",
  "trustedProxies",
  "clientAddressHeader",
  "headerNames",
  "allowedHosts",
  "strict",
];

describe("findLikelyName", () => {
  it.each([
    ["xfor", "xFor"],
    ["x_for", "xFor"],
    ["x-forwarded-for", "xFor"],
    ["xForwardedHost", "xHost"],
    ["xPrefx", "xPrefix"],
    ["hops", "xFor"],
    ["proxies", "trustedProxies"],
    ["xForwardedProto", "xProto"],
    ["x_forwarded_port", "xPort"],
    ["xForwardedPrefix", "xPrefix"],
    ["x-scheme", "xProto"],
    ["hosts", "allowedHosts"],
    ["realIp", "clientAddressHeader"],
    ["trusted_peers", "trustedPeers"],
    ["trustedPeer", "trustedPeers"],
    ["allowedHost", "allowedHosts"],
    ["Strict", "strict"],
    ["stritc", "strict"],
    ["forwarded_", "forwarded"],
  ])("finds for %s the option %s", (key, likely) => {
    expect(findLikelyName(key, NAMES)).toBe(likely);
  });

  it.each(["banana", "x", "_", "", "constructor", "keepHeaders", "str"])("finds no option for %j", (key) => {
    expect(findLikelyName(key, NAMES)).toBeUndefined();
  });

  it("finds the option of another library's word only if the option is one of the known names", () => {
    expect(findLikelyName("hops", ["for", "proto"])).toBeUndefined();
    expect(findLikelyName("fro", ["for", "proto"])).toBe("for");
  });

  it("finds no option if every letter of the key would have to change", () => {
    expect(findLikelyName("fo", ["for", "proto"])).toBe("for");
    expect(findLikelyName("ft", ["for", "proto"])).toBeUndefined();
  });
});
