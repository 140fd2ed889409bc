import { describe, expect, it } from "vitest";
import { findHeaderObstacle } from "../../../src/explain/facts/obstacle.js";
import { runResolver } from "../../../src/explain/facts/run.js";
import type { ProxyFixOptions } from "../../../src/index.js";
import { compileOptions } from "../../../src/options/compile-options.js";

const trusted = { trustedPeers: "10.0.0.1" };
const untrusted = { trustedPeers: "10.0.0.9" };

describe("findHeaderObstacle", () => {
  it.each<[string, string | undefined, ProxyFixOptions, string | undefined]>([
    ["absent: the header is missing", undefined, { ...trusted, xHost: 1 }, "absent"],
    ["short-chain: it has fewer values", "a.test", { ...trusted, xHost: 2 }, "short-chain"],
    ["empty: the counted value is empty", "a.test, ", { ...trusted, xHost: 1 }, "empty"],
    ["invalid: the counted value is no host", "a.test, a b", { ...trusted, xHost: 1 }, "invalid"],
    ["disabled: it is present and not counted", "a.test", { ...trusted, xHost: 0 }, "disabled"],
    ["disabled: it is not counted, whoever the peer is", "a.test", { ...untrusted, xHost: 0 }, "disabled"],
    ["untrusted-peer: it is present and would be counted", "a.test", { ...untrusted, xHost: 1 }, "untrusted-peer"],
    ["none if the peer is not trusted and it is missing", undefined, { ...untrusted, xHost: 1 }, undefined],
    ["none if it is missing and not counted", undefined, { ...trusted, xHost: 0 }, undefined],
  ])("is %s", (_case, text, options, obstacle) => {
    const headers = text === undefined ? {} : { "x-forwarded-host": text };
    const run = runResolver(compileOptions(options), { headers, peerAddress: "10.0.0.1" });
    expect(findHeaderObstacle("host", run)).toBe(obstacle);
  });
});
