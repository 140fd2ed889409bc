import { describe, expect, it } from "vitest";
import { explain, type ForgeableCode, type ForgeableFacts } from "../../src/explain/index.js";
import type { ProxyFixOptions, RequestFacts } from "../../src/index.js";

const FOR = "x-forwarded-for";
const trustedPeers = "10.0.0.0/8";

function find(code: ForgeableCode, facts: Partial<RequestFacts>, options: ProxyFixOptions): ForgeableFacts | undefined {
  const { forgeable } = explain({ headers: {}, peerAddress: "10.0.0.1", ...facts }, options);
  return forgeable.find((one) => one.code === code);
}

describe("no-trusted-peers", () => {
  it("has the facts that options read from headers", () => {
    expect(find("no-trusted-peers", {}, {})).toMatchObject({ level: "note", facts: ["address", "proto"] });
    const all = { forwarded: 1, xPrefix: 1 };
    expect(find("no-trusted-peers", {}, all)?.facts).toEqual(["address", "proto", "host", "port", "prefix"]);
    const single = { clientAddressHeader: "x-real-ip", xProto: 0, xHost: 1 };
    expect(find("no-trusted-peers", {}, single)?.facts).toEqual(["address", "host", "port"]);
  });

  it.each(["10.0.0.1", "127.0.0.1", "::1", "fd00::1", "169.254.1.1", "100.64.0.1", "unix", undefined])(
    "is a note for the peer %s",
    (peerAddress) => {
      expect(find("no-trusted-peers", { peerAddress }, {})?.level).toBe("note");
    },
  );

  it.each(["198.51.100.7", "2001:db8::7"])("is a warning for the public peer %s", (peerAddress) => {
    const { level, text } = find("no-trusted-peers", { peerAddress }, {}) ?? {};
    expect(level).toBe("warning");
    expect(text).toContain(peerAddress);
  });

  it("is left out if an option restricts peers, or no header is read", () => {
    expect(find("no-trusted-peers", {}, { trustedPeers })).toBeUndefined();
    expect(find("no-trusted-peers", {}, { trustedProxies: trustedPeers })).toBeUndefined();
    expect(find("no-trusted-peers", {}, { xFor: 0, xProto: 0 })).toBeUndefined();
  });
});

describe("host-is-the-clients", () => {
  it("has the host, and the port if the host has one", () => {
    expect(find("host-is-the-clients", { headers: { host: "a.test" } }, {})?.facts).toEqual(["host"]);
    expect(find("host-is-the-clients", { authority: "a.test:8080" }, {})?.facts).toEqual(["host", "port"]);
  });

  it("is left out with allowedHosts, with a believed header, or without a host", () => {
    const headers = { host: "a.test", "x-forwarded-host": "a.test" };
    expect(find("host-is-the-clients", { headers }, { allowedHosts: ["a.test"] })).toBeUndefined();
    expect(find("host-is-the-clients", { headers }, { xHost: 1 })).toBeUndefined();
    expect(find("host-is-the-clients", {}, {})).toBeUndefined();
  });
});

describe("unbelieved-headers", () => {
  it("names the headers", () => {
    expect(find("unbelieved-headers", { headers: { "x-real-ip": "6.6.6.6" } }, {})?.text).toContain("x-real-ip");
  });
});

describe("leftmost", () => {
  const findOn = (text: string, options: ProxyFixOptions): ForgeableFacts | undefined =>
    find("leftmost", { headers: { [FOR]: text } }, options);

  it("is there if the counted address is the leftmost of several", () => {
    const { level, facts, text } = findOn("203.0.113.9, 10.0.0.7", { trustedPeers, xFor: 2 }) ?? {};
    expect([level, facts]).toEqual(["note", ["address"]]);
    expect(text).toMatch(/^203\.0\.113\.9 is the leftmost of 2 values\./);
  });

  it.each<[string, string, ProxyFixOptions]>([
    ["of one value", "203.0.113.9", { trustedPeers, xFor: 1 }],
    ["with a claim beyond", "6.6.6.6, 203.0.113.9, 10.0.0.7", { trustedPeers, xFor: 2 }],
    ["if the list is short", "203.0.113.9, 10.0.0.7", { trustedPeers, xFor: 3 }],
    ["if the counted value is no address", "unknown, 10.0.0.7", { trustedPeers, xFor: 2 }],
    ["if a walk found it", "203.0.113.9, 10.0.0.7", { trustedProxies: trustedPeers }],
  ])("is left out %s", (_case, text, options) => {
    expect(findOn(text, options)).toBeUndefined();
  });
});

describe("private-client", () => {
  it.each(["10.0.0.7", "192.168.1.5", "172.16.0.1", "127.0.0.1", "100.64.0.1", "fd00::1", "fe80::1", "::1"])(
    "is there for the client %s of a list",
    (address) => {
      const { level, text } = find("private-client", { headers: { [FOR]: address } }, { trustedPeers }) ?? {};
      expect(level).toBe("note");
      expect(text).toMatch(/^\S+ is private: /);
      expect(text?.startsWith(`${address} `)).toBe(true);
    },
  );

  it("is there for a private peer whose list is not counted", () => {
    expect(find("private-client", { headers: { [FOR]: "203.0.113.9" } }, { xFor: 0 })).toBeDefined();
  });

  it.each<[string, Partial<RequestFacts>, ProxyFixOptions]>([
    ["a public client", { headers: { [FOR]: "203.0.113.9" } }, { trustedPeers }],
    ["a peer that visits by itself", {}, { trustedPeers }],
    ["an untrusted peer", { headers: { [FOR]: "10.0.0.7" } }, { trustedPeers: "192.0.2.1" }],
    ["an unknown client", { headers: { [FOR]: "unknown" } }, { trustedPeers }],
  ])("is left out for %s", (_case, facts, options) => {
    expect(find("private-client", facts, options)).toBeUndefined();
  });
});

describe("a text", () => {
  it("never hints to raise a count", () => {
    const headers = { [FOR]: "6.6.6.6, 192.168.1.5", host: "a.test", "x-real-ip": "6.6.6.6" };
    const { forgeable } = explain({ headers, peerAddress: "10.0.0.1" }, { xFor: 1 });
    expect(forgeable.map(({ code }) => code)).toEqual([
      "no-trusted-peers",
      "host-is-the-clients",
      "unbelieved-headers",
      "private-client",
    ]);
    for (const { text } of forgeable) {
      expect(text).not.toContain("6.6.6.6");
      expect(text).not.toMatch(/xFor|\braise\b|\bhigher\b/);
    }
  });
});
