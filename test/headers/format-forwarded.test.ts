import { describe, expect, it } from "vitest";

import { formatForwarded } from "../../src/headers/format-forwarded.js";
import { compileOptions } from "../../src/options/compile-options.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import { resolveRequest } from "../../src/resolve/resolver.js";

describe("formatForwarded", () => {
  it.each<[string, string | undefined, ProxyFixOptions, string | undefined]>([
    ["formats the element of the client alone", "for=203.0.113.7", {}, "for=6.6.6.6, for=203.0.113.7"],
    ["formats all believed parameters, in one order", "for=203.0.113.7;host=a.example;proto=https", {}, "proto=https;HOST=A.example ;for=203.0.113.7"], // prettier-ignore
    ["quotes a port, an IPv6 address and a host with a port", 'for="[2001:db8::7]:4711";host="a.example:8443"', {}, 'for="[2001:DB8::7]:4711";host="a.example:8443"'], // prettier-ignore
    ["omits parameters that are not checked", "for=203.0.113.7", {}, 'for=203.0.113.7;by=10.0.0.1;x-note="evil"'],
    ["formats the addresses of nearer elements alone", 'for=203.0.113.7;proto=https, for=10.0.0.2, for="[fd00::1]"', { forwarded: 3 }, 'for=203.0.113.7;proto=https, for=10.0.0.2;host=evil.test, for="[fd00::1]:80"'], // prettier-ignore
    ["omits nearer elements without an address", "for=203.0.113.7, for=10.0.0.1", { forwarded: 3 }, "for=203.0.113.7, for=unknown, for=10.0.0.1"], // prettier-ignore
    ["omits the element of a client without an address", "for=10.0.0.1", { forwarded: 2 }, "for=unknown, for=10.0.0.1"],
    ["returns undefined if the header is missing", undefined, {}, undefined],
    ["returns undefined if the header is too short", undefined, { forwarded: 2 }, "for=203.0.113.7"],
    ["returns undefined if the element has only an unknown address", undefined, {}, "for=unknown"],
    ["returns undefined if the peer is not trusted", undefined, { trustedPeers: "192.0.2.1" }, "for=203.0.113.7"],
  ])("%s", (_title, expected, options, forwarded) => {
    const facts = { peerAddress: "10.0.0.9", headers: { host: "app.internal", forwarded } };
    expect(formatForwarded(resolveRequest(compileOptions({ forwarded: 1, ...options }), facts))).toBe(expected);
  });
});
