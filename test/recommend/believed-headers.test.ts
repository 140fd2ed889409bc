import { describe, expect, it } from "vitest";
import { listBelieved } from "../../src/recommend/believed-headers.js";
import type { RecommendedOptions } from "../../src/recommend/recommendation.js";
import { createResolver } from "../../src/resolve/resolver.js";

const namesOf = (options: RecommendedOptions) => listBelieved(options).map(({ header, fact }) => `${fact} ${header}`);

describe("listBelieved", () => {
  it("lists a header for each count above 0", () => {
    expect(namesOf({ xFor: 0, xProto: 0 })).toEqual([]);
    expect(namesOf({ xFor: 1, xProto: 2, xHost: 1, xPort: 1, xPrefix: 1 })).toEqual([
      "address x-forwarded-for",
      "proto x-forwarded-proto",
      "host x-forwarded-host",
      "port x-forwarded-port",
      "prefix x-forwarded-prefix",
    ]);
    expect(namesOf({ forwarded: 2 })).toEqual(["address forwarded"]);
  });

  it("lists the chain of a walk, which has no count", () => {
    expect(namesOf({ trustedProxies: ["10.0.0.1"], xProto: 0 })).toEqual(["address x-forwarded-for"]);
  });

  it("lists a header by its other name", () => {
    expect(namesOf({ xFor: 0, xProto: 1, headerNames: { proto: "x-scheme" } })).toEqual(["proto x-scheme"]);
  });

  it("lists the header of a platform as one that is not counted", () => {
    const [single, proto] = listBelieved({ clientAddressHeader: "x-real-ip", xProto: 1 });
    expect(single).toMatchObject({ header: "x-real-ip", fact: "address", isCounted: false });
    expect(proto).toMatchObject({ header: "x-forwarded-proto", isCounted: true });
  });

  it("lists options that believe the header alone", () => {
    const headers = {
      "x-forwarded-for": "203.0.113.1",
      "x-forwarded-proto": "https",
      "x-host": "b.example",
      "x-forwarded-port": "4443",
    };
    const options = { xFor: 2, xProto: 2, xHost: 2, xPort: 2, headerNames: { host: "x-host" } } as const;
    const found = listBelieved(options).map(({ alone }) => createResolver(alone)({ headers }));
    expect(found.map(({ clientAddress, proto, hostname, port }) => [clientAddress, proto, hostname, port])).toEqual([
      ["203.0.113.1", "http", undefined, 80],
      [undefined, "https", undefined, 443],
      [undefined, "http", "b.example", 80],
      [undefined, "http", undefined, 4443],
    ]);
  });
});
