import { describe, expect, it } from "vitest";
import { listEntries } from "../../src/explain/facts/entries.js";
import { findAddressList, runResolver } from "../../src/explain/facts/run.js";
import { createCrossedJudge, createJudge } from "../../src/explain/judge-entry.js";
import type { ProxyFixOptions } from "../../src/index.js";
import { compileOptions } from "../../src/options/compile-options.js";

type CreateJudge = typeof createJudge;

/** Judges each entry of a list, nearest first: role, verdict and reason. */
function judge(headers: Record<string, string>, options: ProxyFixOptions, create: CreateJudge = createJudge): string[] {
  const run = runResolver(compileOptions(options), { headers, peerAddress: "10.0.0.1" });
  const list = findAddressList(run.options, run.facts)!;
  const judgeEntry = create(run, list);
  return [...listEntries(list.text!, list.chain.findEntryStart)].map((entry) => {
    const { role, verdict, reason } = judgeEntry(entry);
    return `${role} ${verdict} ${reason}`;
  });
}

const trustedProxies = "10.0.0.0/8";
const BEYOND = "claim ignored beyond-count";
const UNTRUSTED = "claim ignored beyond-trusted";
const HOP = "proxy believed trusted-hop";
const COUNTED = "proxy believed counted";

describe("an entry of X-Forwarded-For", () => {
  it.each<[string, string, ProxyFixOptions, string[]]>([
    ["counted", "6.6.6.6, 203.0.113.9, 10.0.0.7", { xFor: 2 }, [COUNTED, "client believed counted", BEYOND]],
    ["counted, a proxy without an address before it", "203.0.113.9, _a", { xFor: 2 }, [COUNTED, "client believed counted"]],
    ["invalid", "6.6.6.6, unknown, 10.0.0.7", { xFor: 2 }, [COUNTED, "claim unreadable invalid", BEYOND]],
    ["empty", "6.6.6.6, ", { xFor: 1 }, ["claim unreadable empty", BEYOND]],
    ["of a short list", "203.0.113.9, 10.0.0.7", { xFor: 3 }, Array(2).fill("claim unsettled short-chain")],
    ["of a list whose count is 0", "203.0.113.9", { xFor: 0 }, ["claim ignored disabled"]],
    ["of an untrusted peer", "203.0.113.9", { trustedPeers: "10.0.0.9" }, ["claim untrusted untrusted-peer"]],
    ["of an untrusted peer, not counted", "203.0.113.9", { xFor: 0, trustedPeers: "10.0.0.9" }, ["claim untrusted untrusted-peer"]],
    ["of a walk", "6.6.6.6, 203.0.113.9, 10.0.0.7", { trustedProxies }, [HOP, "client believed first-untrusted", UNTRUSTED]],
    ["of a walk that meets no address", "203.0.113.9, unknown", { trustedProxies }, ["claim unreadable invalid", UNTRUSTED]],
    ["of a walk that trusts all", "10.0.0.8, 10.0.0.7", { trustedProxies }, [HOP, "client believed end-of-list"]],
    ["of a walk that the count ends, not looked at", "6.6.6.6, 10.0.0.8, 10.0.0.7", { trustedProxies, xFor: 2 }, [HOP, "client believed counted", BEYOND]],
    ["of a walk that the count ends, and which is trusted", "6.6.6.6, 10.0.0.7", { trustedProxies, xFor: 1, xProto: 3 }, ["client believed counted", BEYOND]],
    ["of a walk that the count ends, at an untrusted address", "6.6.6.6, 203.0.113.9", { trustedProxies, xFor: 1, xProto: 3 }, ["client believed first-untrusted", UNTRUSTED]],
  ])("%s is judged", (_case, text, options, expected) => {
    expect(judge({ "x-forwarded-for": text }, options)).toEqual(expected);
  }); // prettier-ignore
});

describe("an entry of Forwarded", () => {
  it.each<[string, string, ProxyFixOptions, string[]]>([
    ["without a for", "for=6.6.6.6, proto=https", {}, ["claim unreadable unidentified", BEYOND]],
    ["with an obfuscated node", "for=_hidden;proto=https", {}, ["claim unreadable invalid"]],
    ["with a wrong proto", "for=203.0.113.9;proto=gopher", {}, ["client believed counted"]],
    ["with an empty for", 'for="";proto=""', {}, ["claim unreadable empty"]],
    ["empty", "for=6.6.6.6, ", {}, ["claim unreadable empty", BEYOND]],
    ["unbalanced at the count", 'for=6.6.6.6, for=203.0.113.9"', {}, ["claim unreadable unbalanced"]],
    ["unbalanced before the count", 'for=6.6.6.6, for=a", for=10.0.0.7', { forwarded: 3 }, [COUNTED, "claim unreadable unbalanced"]],
    ["unbalanced beyond the count", 'for=a", for=203.0.113.9', {}, ["client believed counted", BEYOND]],
    ["unbalanced in a walk", 'for=a", for=10.0.0.7', { forwarded: Infinity, trustedProxies }, [HOP, "claim unreadable unbalanced"]],
    ["of a walk", "for=203.0.113.9, for=10.0.0.7", { forwarded: 9, trustedProxies }, [HOP, "client believed first-untrusted"]],
  ])("%s is judged", (_case, forwarded, options, expected) => {
    expect(judge({ forwarded }, { forwarded: 1, ...options })).toEqual(expected);
  }); // prettier-ignore
});

describe("an entry beside a clientAddressHeader that was read", () => {
  const clientAddressHeader = { name: "x-real-ip", from: "10.0.0.0/8" };
  const judgeBeside = (text: string, options: ProxyFixOptions): string[] => {
    const headers = { "x-forwarded-for": text, "x-real-ip": "203.0.113.9" };
    return judge(headers, { trustedProxies, clientAddressHeader, ...options }, createCrossedJudge);
  };

  it.each<[string, string, ProxyFixOptions, string[]]>([
    ["crossed, or beyond the trusted ones", "6.6.6.6, 203.0.113.9, 10.0.0.7", {}, [HOP, UNTRUSTED, UNTRUSTED]],
    ["crossed, the list at its end", "10.0.0.8, 10.0.0.7", {}, [HOP, HOP]],
    ["crossed, or beyond the count", "6.6.6.6, 10.0.0.7", { xFor: 1, xProto: 3 }, [HOP, BEYOND]],
    ["not counted", "10.0.0.7", { xFor: 0 }, ["claim ignored disabled"]],
  ])("%s, is judged", (_case, text, options, expected) => {
    expect(judgeBeside(text, options)).toEqual(expected);
  });
});
