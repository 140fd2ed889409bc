import { describe, expect, it } from "vitest";
import { findAddressList, findRefusal, runResolver, runWithCount } from "../../../src/explain/facts/run.js";
import type { ProxyFixOptions, RequestFacts } from "../../../src/index.js";
import { compileOptions } from "../../../src/options/compile-options.js";

const facts: RequestFacts = {
  headers: { "x-forwarded-for": "203.0.113.9, 10.0.0.8, 10.0.0.7", "x-real-ip": "203.0.113.9" },
  peerAddress: "10.0.0.2",
};

describe("runResolver", () => {
  it("is not refused by strict and allowedHosts", () => {
    const options = compileOptions({ xFor: 4, strict: true, allowedHosts: ["app.example.com"] });
    expect(runResolver(options, facts).resolution.issues).toContainEqual({
      header: "x-forwarded-for",
      reason: "short-chain",
    });
  });
});

describe("runWithCount", () => {
  it("lets a walk go as far as the other count allows", () => {
    const run = runResolver(compileOptions({ trustedProxies: "10.0.0.0/8", xFor: 1 }), facts);
    expect(run.resolution.clientAddress).toBe("10.0.0.7");
    expect(runWithCount(run, "xFor", 3).resolution.clientAddress).toBe("203.0.113.9");
  });
});

describe("findRefusal", () => {
  it("is null if the request is not refused", () => {
    expect(findRefusal(compileOptions({ xFor: 1 }), facts)).toBeNull();
  });

  it("has status 403 for an untrusted peer", () => {
    const options = compileOptions({ trustedPeers: "loopback", strict: true });
    expect(findRefusal(options, facts)).toStrictEqual({ status: 403, issues: [{ reason: "untrusted-peer" }] });
  });

  it("throws an error that is no refusal, such as one of the header object", () => {
    const headers = { get: (): never => { throw new RangeError("broken"); } }; // prettier-ignore
    expect(() => findRefusal(compileOptions({}), { headers })).toThrow(RangeError);
  });
});

describe("findAddressList", () => {
  const find = (options: ProxyFixOptions): unknown => {
    const list = findAddressList(compileOptions(options), facts);
    return list && [list.header, list.count, list.text];
  };

  it("is X-Forwarded-For, even if its count is 0", () => {
    expect(find({ xFor: 0 })).toEqual(["x-forwarded-for", 0, "203.0.113.9, 10.0.0.8, 10.0.0.7"]);
  });

  it("is the header that replaces X-Forwarded-For", () => {
    expect(find({ headerNames: { for: "X-Real-IP" } })).toEqual(["x-real-ip", 1, "203.0.113.9"]);
  });

  it("is Forwarded, even if it is missing", () => {
    expect(find({ forwarded: 2 })).toEqual(["forwarded", 2, undefined]);
  });

  it("is none if a clientAddressHeader replaces it", () => {
    expect(find({ clientAddressHeader: "x-real-ip" })).toBeUndefined();
  });

  it("is X-Forwarded-For if a clientAddressHeader stands beside a walk", () => {
    const clientAddressHeader = { name: "x-real-ip", from: "10.0.0.2" };
    expect(find({ trustedProxies: "10.0.0.2", clientAddressHeader })).toContain("x-forwarded-for");
  });
});
