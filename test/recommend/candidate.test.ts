import { describe, expect, it } from "vitest";
import {
  COUNTS,
  fits,
  isRemovable,
  isRight,
  readAddress,
  readFact,
  resolveOrRefuse,
  type Candidate,
} from "../../src/recommend/candidate.js";
import { createResolver } from "../../src/resolve/resolver.js";
import { VISITOR } from "./hand-made.js";
import { visit } from "./visits.js";

const ONE: Candidate = { options: { xFor: 1, xProto: 0 }, headers: ["x-forwarded-for"] };
const HOST: Candidate = { options: { xFor: 0, xProto: 0, xHost: 1 }, headers: ["x-forwarded-host"] };
const good = { arrived: { "x-forwarded-for": VISITOR } };

describe("COUNTS", () => {
  it("contains 1 to 8", () => {
    expect(COUNTS).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe("fits", () => {
  it("returns true if the candidate gives the truth in every visit", () => {
    expect(fits(ONE, ["address"], visit(good, good))).toBe(true);
    expect(fits(ONE, ["address"], visit(good, { arrived: { "x-forwarded-for": "81.2.69.78" } }))).toBe(false);
    expect(fits(ONE, ["address", "proto"], visit(good))).toBe(false);
  });

  it("returns false if the fact is right in spite of an issue of its header", () => {
    const direct = visit({ peer: VISITOR });
    expect(createResolver(ONE.options)(direct[0]!.facts).clientAddress).toBe(VISITOR);
    expect(fits(ONE, ["address"], direct)).toBe(false);
    expect(fits(HOST, ["host"], visit({}))).toBe(false);
  });

  it("returns true if the header is missing from a visit that listed it in Connection, and no other one", () => {
    const listed = (name: string) => visit(good, { headers: [["connection", name]] });
    expect(fits(ONE, ["address"], listed("x-forwarded-for"))).toBe(true);
    expect(fits(ONE, ["address"], listed("x-forwarded-host"))).toBe(false);
  });

  it("returns false if a header that was listed in Connection is wrong", () => {
    const headers = [["connection", "x-forwarded-for"]] as const;
    expect(fits(ONE, ["address"], visit({ headers, arrived: { "x-forwarded-for": "203.0.113.1" } }))).toBe(false);
    const two: Candidate = { options: { xFor: 2, xProto: 0 }, headers: ["x-forwarded-for"] };
    expect(fits(two, ["address"], visit({ ...good, headers }))).toBe(false);
  });
});

describe("isRemovable", () => {
  it("returns whether the header is missing from a visit that listed it in Connection", () => {
    const headers = [["connection", "x-forwarded-for"]] as const;
    expect(isRemovable(ONE, visit(good, { headers }))).toBe(true);
    expect(isRemovable(ONE, visit(good, { ...good, headers }))).toBe(false);
    expect(isRemovable(ONE, visit({}))).toBe(false);
  });
});

describe("isRight", () => {
  const [{ truth } = visit({})[0]!] = visit({ url: "https://app.example.com:8443/" });
  const resolution = createResolver({ xFor: 0, xProto: 0 })({
    headers: { host: "app.example.com:8443" },
    peerAddress: VISITOR,
    encrypted: true,
  });

  it("compares each fact, and the host without its port", () => {
    for (const fact of ["address", "proto", "host", "port", "prefix"] as const) {
      expect(isRight(fact, resolution, truth), fact).toBe(true);
    }
    expect(isRight("host", resolution, { ...truth, hostname: "b.example" })).toBe(false);
    expect(isRight("port", resolution, { ...truth, port: 443 })).toBe(false);
    expect(isRight("address", resolution, { ...truth, address: "81.2.69.78" })).toBe(false);
  });

  it("returns true for a fact that nobody knows", () => {
    expect(isRight("address", resolution, { ...truth, address: undefined })).toBe(true);
  });

  it("reads the host as its name", () => {
    expect(readFact("host", resolution)).toBe("app.example.com");
    expect(readFact("port", resolution)).toBe(8443);
    expect(readFact("address", resolution)).toBe(VISITOR);
  });
});

describe("readAddress", () => {
  it("returns undefined if the header has an issue", () => {
    expect(readAddress(ONE, { headers: { "x-forwarded-for": VISITOR } })).toBe(VISITOR);
    expect(readAddress(ONE, { headers: {}, peerAddress: VISITOR })).toBeUndefined();
  });
});

describe("resolveOrRefuse", () => {
  it("returns undefined for a refusal, and throws any other error", () => {
    const [plain] = visit({});
    expect(resolveOrRefuse({ xFor: 1, xProto: 0, strict: true }, plain!)).toBeUndefined();
    expect(resolveOrRefuse({ xFor: 1, xProto: 0 }, plain!)?.clientAddress).toBe("127.0.0.1");
    expect(() => resolveOrRefuse({ xFor: -1 }, plain!)).toThrow("xFor");
  });
});
