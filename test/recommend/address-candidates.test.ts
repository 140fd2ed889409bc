import { describe, expect, it } from "vitest";
import { listAddressCandidates, listForwardedCandidates, PEER } from "../../src/recommend/address-candidates.js";
import { visit } from "./visits.js";

describe("listAddressCandidates", () => {
  it("lists the peer, the counts from 1 to 8, and the headers with one address that arrived", () => {
    const candidates = listAddressCandidates(visit({ arrived: { "x-real-ip": "x", "cf-connecting-ip": "y" } }));
    expect(candidates[0]).toBe(PEER);
    expect(candidates.slice(1, 9).map(({ options }) => options.xFor)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(candidates.slice(9)).toEqual([
      { options: { clientAddressHeader: "cf-connecting-ip", xProto: 0 }, headers: ["cf-connecting-ip"] },
      { options: { clientAddressHeader: "x-real-ip", xProto: 0 }, headers: ["x-real-ip"] },
    ]);
  });

  it("lists no header with one address that only a forged visit contains", () => {
    const forged = { headers: [["x-real-ip", "x"]] as const, arrived: { "x-real-ip": "x" } };
    expect(listAddressCandidates(visit({}, forged))).toHaveLength(9);
  });
});

describe("listForwardedCandidates", () => {
  it("lists the counts from 1 to 8", () => {
    expect(listForwardedCandidates().map(({ options }) => options.forwarded)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(listForwardedCandidates()[0]?.headers).toEqual(["forwarded"]);
  });
});
