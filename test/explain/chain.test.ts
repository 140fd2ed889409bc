import { describe, expect, it } from "vitest";
import { explain, type ExplainedChain } from "../../src/explain/index.js";
import type { ProxyFixOptions, RequestFacts } from "../../src/index.js";

function chainOf(headers: RequestFacts["headers"], options: ProxyFixOptions, peerAddress = "10.0.0.1"): ExplainedChain {
  return explain({ headers, peerAddress }, options).chain;
}

/** The hops behind the peer in short: number, role, verdict, address, and who stated it. */
function shorten({ hops }: ExplainedChain): string[] {
  return hops
    .slice(1)
    .map(({ hop, role, verdict, address, saidBy }) => `${hop} ${role} ${verdict} ${address} by ${saidBy}`);
}

const FOR = "x-forwarded-for";
const trustedProxies = "10.0.0.0/8";

describe("the explained chain", () => {
  it("has the peer alone if the list is missing", () => {
    expect(chainOf({}, {})).toMatchObject({ header: FOR, unlisted: 0, hops: [{ hop: 0, address: "10.0.0.1" }] });
    expect(chainOf({}, {}).hops).toHaveLength(1);
  });

  it("lets a believed proxy vouch for the next hop, and nobody for the others", () => {
    const chain = chainOf({ [FOR]: "6.6.6.6, 7.7.7.7, 203.0.113.9, 10.0.0.7" }, { xFor: 2 });
    expect(shorten(chain)).toEqual([
      "1 proxy believed 10.0.0.7 by 0",
      "2 client believed 203.0.113.9 by 1",
      "3 claim ignored 7.7.7.7 by client",
      "4 claim ignored 6.6.6.6 by client",
    ]);
  });

  it("lets a known proxy vouch for the last entry of a short list", () => {
    const headers = { [FOR]: "198.51.100.7, 203.0.113.9" };
    expect(shorten(chainOf(headers, { xFor: 3, trustedPeers: "10.0.0.1" }))).toEqual([
      "1 claim unsettled 203.0.113.9 by 0",
      "2 claim unsettled 198.51.100.7 by client",
    ]);
  });

  it("lets nobody vouch for a short list of a peer that is taken for the client", () => {
    expect(shorten(chainOf({ [FOR]: "203.0.113.9" }, { xFor: 3 }))).toEqual([
      "1 claim unsettled 203.0.113.9 by client",
    ]);
  });

  it("lets nobody vouch for entries of an untrusted peer, or of a list that is not counted", () => {
    const headers = { [FOR]: "203.0.113.9" };
    const untrusted = chainOf(headers, { trustedPeers: "10.0.0.9" });
    expect(shorten(untrusted)).toEqual(["1 claim untrusted 203.0.113.9 by client"]);
    expect(shorten(chainOf(headers, { xFor: 0 }, "unix"))).toEqual(["1 claim ignored 203.0.113.9 by client"]);
  });

  it("has a proxy without an address as a hop with null", () => {
    expect(shorten(chainOf({ [FOR]: "203.0.113.9, unknown" }, { xFor: 2 }))).toEqual([
      "1 proxy believed null by 0",
      "2 client believed 203.0.113.9 by 1",
    ]);
  });

  it("contains each entry as received, with its line", () => {
    const forwarded = ['for=_hidden;by=a, For="[2001:DB8::7]:4711" ', " for=10.0.0.7"];
    expect(chainOf({ forwarded }, { forwarded: 2 })).toMatchObject({
      header: "forwarded",
      hops: [
        {},
        { address: "10.0.0.7", header: "forwarded", line: 2, text: "for=10.0.0.7" },
        { address: "2001:db8::7", line: 1, text: 'For="[2001:DB8::7]:4711"' },
        { address: null, role: "claim", line: 1, text: "for=_hidden;by=a" },
      ],
    });
  });

  it("has an entry whose quotes do not balance as one hop, with all the text to its left", () => {
    const { hops, unlisted } = chainOf({ forwarded: 'for=6.6.6.6, for=7.7.7.7", for=203.0.113.9' }, { forwarded: 1 });
    expect(hops.at(-1)).toMatchObject({ hop: 2, address: null, text: 'for=6.6.6.6, for=7.7.7.7"' });
    expect(unlisted).toBe(0);
  });

  it("has a clientAddressHeader given as a name as its only hop", () => {
    const options = { clientAddressHeader: "x-real-ip", trustedPeers: "10.0.0.1" };
    const chain = chainOf({ [FOR]: "6.6.6.6", "x-real-ip": "203.0.113.9" }, options);
    expect(chain).toMatchObject({ header: null, unlisted: 0, hops: [{ role: "proxy" }, { header: "x-real-ip" }] });
    expect(shorten(chain)).toEqual(["1 client believed 203.0.113.9 by 0"]);
    expect(shorten(chainOf({ [FOR]: "6.6.6.6" }, options))).toEqual([]);
    const untrusted = chainOf({ "x-real-ip": "203.0.113.9" }, options, "10.0.0.9");
    expect(shorten(untrusted)).toEqual(["1 claim untrusted 203.0.113.9 by client"]);
  });

  it("has a clientAddressHeader beside a walk behind the proxies that were crossed", () => {
    const clientAddressHeader = { name: "x-real-ip", from: "10.0.0.0/8" };
    const headers = { [FOR]: "6.6.6.6, 198.51.100.7, 10.0.0.7", "x-real-ip": "203.0.113.9" };
    expect(shorten(chainOf(headers, { trustedProxies, clientAddressHeader }))).toEqual([
      "1 proxy believed 10.0.0.7 by 0",
      "2 client believed 203.0.113.9 by 1",
      "3 claim ignored 198.51.100.7 by client",
      "4 claim ignored 6.6.6.6 by client",
    ]);
  });

  it("has a clientAddressHeader directly behind the peer if no proxy was crossed, or no list is read", () => {
    const clientAddressHeader = { name: "x-real-ip", from: "10.0.0.1" };
    const headers = { [FOR]: "198.51.100.7", "x-real-ip": "unknown" };
    for (const xFor of [0, 1]) {
      expect(shorten(chainOf(headers, { trustedProxies, xFor, clientAddressHeader }))).toEqual([
        "1 claim unreadable null by 0",
        "2 claim ignored 198.51.100.7 by client",
      ]);
    }
    const alone = chainOf({ "x-real-ip": "203.0.113.9" }, { trustedProxies, clientAddressHeader });
    expect(shorten(alone)).toEqual(["1 client believed 203.0.113.9 by 0"]);
  });

  it("does not have a clientAddressHeader that the furthest proxy does not write, or of an untrusted peer", () => {
    const clientAddressHeader = { name: "x-real-ip", from: "10.0.0.9" };
    const headers = { [FOR]: "198.51.100.7", "x-real-ip": "203.0.113.9" };
    const options = { trustedProxies, clientAddressHeader };
    expect(shorten(chainOf(headers, options))).toEqual(["1 client believed 198.51.100.7 by 0"]);
    expect(shorten(chainOf(headers, options, "192.0.2.1"))).toEqual(["1 claim untrusted 198.51.100.7 by client"]);
  });

  it("lists eight claims, and counts the others", () => {
    const text = Array.from({ length: 12 }, (_, at) => `10.0.0.${at}`).join(",");
    const chain = chainOf({ [FOR]: text }, { xFor: 2 });
    expect(chain.hops.map(({ role }) => role)).toEqual(["proxy", "proxy", "client", ...Array(8).fill("claim")]);
    expect(chain.unlisted).toBe(2);
    const short = chainOf({ [FOR]: text }, { xFor: 13 });
    expect([short.hops.length, short.unlisted]).toEqual([9, 4]);
  });

  it("counts an unreadable entry and a clientAddressHeader once", () => {
    const clientAddressHeader = { name: "x-real-ip", from: "10.0.0.0/8" };
    const headers = { [FOR]: "6.6.6.6,".repeat(10), "x-real-ip": "unknown" };
    const { hops, unlisted } = chainOf(headers, { trustedProxies, clientAddressHeader });
    // Eleven entries, and the header itself.
    expect([hops.length - 1, unlisted]).toEqual([8, 4]);
  });
});
