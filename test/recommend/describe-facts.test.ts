import { describe, expect, it } from "vitest";
import { describeFacts } from "../../src/recommend/describe-facts.js";
import type { RecommendedOptions } from "../../src/recommend/recommendation.js";
import { readVisits } from "../../src/recommend/visit.js";
import type { Fact } from "../../src/resolution.js";
import { forge, observe, VISITOR } from "./hand-made.js";

const ALL: readonly Fact[] = ["address", "proto", "host", "port", "prefix"];
const UNTOLD = { value: null, source: null, forged: false };
const arrived = {
  "x-forwarded-for": VISITOR,
  "x-forwarded-proto": "https",
  "x-forwarded-host": "app.example.com",
  "x-forwarded-port": "8443",
  "x-forwarded-prefix": "/app",
  "x-real-ip": VISITOR,
  "x-scheme": "https",
  forwarded: `for=${VISITOR};proto=https;host=app.example.com:8443`,
};

function describeBy(options: RecommendedOptions, told = ALL) {
  const headers = forge("https", ["x-forwarded-for"]);
  const observations = [observe({ headers, arrived: {} }), observe({ arrived })];
  return describeFacts(options, told, observations, readVisits(observations));
}

const sourcesOf = (options: RecommendedOptions) => ALL.map((fact) => describeBy(options)[fact].source);

describe("describeFacts", () => {
  it("describes each fact by its value in the first plain visit", () => {
    expect(describeBy({ xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1 })).toEqual({
      address: { value: VISITOR, source: "x-forwarded-for", forged: true },
      proto: { value: "https", source: "x-forwarded-proto", forged: false },
      host: { value: "app.example.com:8443", source: "x-forwarded-host", forged: false },
      port: { value: 8443, source: "x-forwarded-port", forged: false },
      prefix: { value: "/app", source: "x-forwarded-prefix", forged: false },
    });
  });

  it("names the header of each fact", () => {
    const connection = "connection";
    expect(sourcesOf({ xFor: 0, xProto: 0 })).toEqual(Array.from({ length: 5 }, () => connection));
    expect(sourcesOf({ forwarded: 1 })).toEqual(["forwarded", "forwarded", "forwarded", "forwarded", connection]);
    expect(sourcesOf({ clientAddressHeader: "x-real-ip", xProto: 1, xHost: 1 })).toEqual([
      "x-real-ip",
      "x-forwarded-proto",
      "x-forwarded-host",
      "x-forwarded-host",
      connection,
    ]);
    expect(sourcesOf({ trustedProxies: ["127.0.0.1"], xProto: 0 })[0]).toBe("x-forwarded-for");
    expect(sourcesOf({ xFor: 0, xProto: 1, headerNames: { proto: "x-scheme" } })[1]).toBe("x-scheme");
  });

  it("describes an untold fact by null, and a host without a told port by its name", () => {
    const facts = describeBy({ xFor: 1, xProto: 1, xHost: 1, xPort: 1 }, ["address", "host"]);
    expect(facts.host.value).toBe("app.example.com");
    expect([facts.proto, facts.port, facts.prefix]).toEqual([UNTOLD, UNTOLD, UNTOLD]);
  });

  it("describes nothing without a plain visit", () => {
    const observations = [observe({ headers: [["x", "y"]], arrived })];
    const facts = describeFacts({ xFor: 1, xProto: 0 }, ALL, observations, readVisits(observations));
    expect(Object.values(facts)).toEqual([UNTOLD, UNTOLD, UNTOLD, UNTOLD, UNTOLD]);
  });
});
