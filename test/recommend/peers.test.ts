import { describe, expect, it } from "vitest";
import { formatEntry, isContainerGateway, listPeerChoices, readPeers } from "../../src/recommend/peers.js";
import { visit } from "./visits.js";

const read = (...peers: readonly (string | null)[]) => readPeers(visit(...peers.map((peer) => ({ peer }))));

describe("readPeers", () => {
  it.each([
    [["127.0.0.1", "127.0.1.9", "::1", "::ffff:127.0.0.1"], "loopback"],
    [["unix"], "unix"],
    [
      ["127.0.0.1", "unix"],
      ["unix", "loopback"],
    ],
  ])("names the peers %j of this machine", (peers, trustedPeers) => {
    expect(read(...peers)).toEqual({ trustedPeers, remote: [] });
  });

  it("names no other peers, and lists each address once, in canonical text", () => {
    expect(read("10.0.0.1", "::ffff:10.0.0.1", "127.0.0.1", "FE80::1%eth0")).toEqual({
      remote: ["10.0.0.1", "fe80::1"],
    });
  });

  it("lists an unknown peer as empty text", () => {
    expect(read(null, "garbage")).toEqual({ remote: [""] });
  });
});

describe("listPeerChoices", () => {
  const valuesOf = (remote: readonly string[]) => listPeerChoices(remote).map(({ value }) => value);

  it("offers the address, its subnet, and to leave the option out", () => {
    expect(valuesOf(["10.0.3.200"])).toEqual(["10.0.3.200", "10.0.3.0/24", null]);
    expect(valuesOf(["2001:db8:1:2:3::4"])).toEqual(["2001:db8:1:2:3::4", "2001:db8:1:2::/64", null]);
  });

  it("offers each subnet once", () => {
    expect(valuesOf(["10.0.3.17", "10.0.3.18", "10.0.4.1"])).toEqual([
      "10.0.3.17, 10.0.3.18, 10.0.4.1",
      "10.0.3.0/24, 10.0.4.0/24",
      null,
    ]);
  });

  it("offers nothing for unknown peers", () => {
    expect(valuesOf([""])).toEqual([]);
    expect(valuesOf(["", "10.0.0.1"])[0]).toBe("10.0.0.1");
  });

  it("words the choice by the number of peers", () => {
    expect(listPeerChoices(["10.0.0.1"])[0]?.text).toBe("it keeps its address");
    expect(listPeerChoices(["10.0.0.1", "10.0.0.2"])[0]?.text).toBe("they keep their addresses");
  });
});

describe("formatEntry", () => {
  it("adds the prefix length to an address that looks like a network", () => {
    expect(["10.1.0.0", "10.1.0.1", "10.0.1.0", "10.0.0.10", "2001:db8::"].map(formatEntry)).toEqual([
      "10.1.0.0/32",
      "10.1.0.1",
      "10.0.1.0",
      "10.0.0.10",
      "2001:db8::",
    ]);
  });
});

describe("isContainerGateway", () => {
  it.each([
    ["172.17.0.1", true],
    ["172.31.255.1", true],
    ["172.16.0.1", false],
    ["172.32.0.1", false],
    ["172.17.0.2", false],
    ["10.17.0.1", false],
    ["::1", false],
    ["", false],
  ])("returns for %j: %s", (address, expected) => {
    expect(isContainerGateway(address)).toBe(expected);
  });
});
