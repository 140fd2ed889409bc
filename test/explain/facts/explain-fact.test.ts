import { describe, expect, it } from "vitest";
import { explainFact } from "../../../src/explain/facts/explain-fact.js";
import { runResolver } from "../../../src/explain/facts/run.js";
import type { ProxyFixOptions, RequestFacts } from "../../../src/index.js";
import { compileOptions } from "../../../src/options/compile-options.js";
import type { Fact } from "../../../src/resolution.js";

function explainOne(fact: Fact, facts: Partial<RequestFacts>, options: ProxyFixOptions): unknown {
  return explainFact(fact, runResolver(compileOptions(options), { headers: {}, peerAddress: "10.0.0.1", ...facts }));
}

describe("the explained address", () => {
  it("is the peer's if no header is read", () => {
    const expected = { value: "10.0.0.1", source: { connection: "peer" } };
    expect(explainOne("address", {}, { xFor: 0 })).toEqual(expected);
  });
});

describe("the explained proto", () => {
  it("is the connection's if the header is missing", () => {
    expect(explainOne("proto", { encrypted: true }, {})).toEqual({
      value: "https",
      source: { connection: "tls" },
      instead: { header: "x-forwarded-proto", reason: "absent" },
    });
  });

  it("comes from a renamed header that contains on and off", () => {
    const headers = { "front-end-https": "On" };
    expect(explainOne("proto", { headers }, { headerNames: { proto: "front-end-https" } })).toEqual({
      value: "https",
      source: { header: "front-end-https", place: 1, line: 1, lines: 1, text: "On" },
    });
  });

  it("comes from the place to which a walk lowers the count", () => {
    const headers = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http, https" };
    const options = { trustedProxies: "10.0.0.0/8", xProto: 2 };
    expect(explainOne("proto", { headers }, options)).toMatchObject({ value: "https", source: { place: 1 } });
  });

  it("has the whole element as its source with Forwarded", () => {
    const headers = { forwarded: "for=203.0.113.9;proto=https" };
    const source = { header: "forwarded", place: 1, line: 1, lines: 1, text: "for=203.0.113.9;proto=https" };
    expect(explainOne("proto", { headers }, { forwarded: 1 })).toEqual({ value: "https", source });
  });

  it("is the connection's if the element does not have the parameter", () => {
    expect(explainOne("proto", { headers: { forwarded: "for=203.0.113.9" } }, { forwarded: 1 })).toEqual({
      value: "http",
      source: { connection: "tls" },
      instead: { header: "forwarded", reason: "no-parameter" },
    });
  });
});

describe("the explained host", () => {
  it.each<[string, Partial<RequestFacts>, string]>([
    ["Host", { headers: { host: "a.test" } }, "host"],
    [":authority", { headers: { host: "a.test", ":authority": "a.test" } }, "authority"],
    ["the authority of the target", { headers: { host: "a.test" }, authority: "a.test" }, "authority"],
  ])("is the connection's, from %s", (_from, facts, connection) => {
    expect(explainOne("host", facts, {})).toEqual({ value: "a.test", source: { connection } });
  });

  it("has the request's own host as the obstacle if that is missing or invalid", () => {
    expect(explainOne("host", {}, {})).toEqual({ value: null, instead: { header: "host", reason: "absent" } });
    const headers = { host: "a b", "x-forwarded-host": "a.test" };
    expect(explainOne("host", { headers }, {})).toEqual({
      value: null,
      instead: { header: "host", reason: "invalid" },
    });
    const trustedPeers = "10.0.0.9";
    expect(explainOne("host", { headers }, { xHost: 1, trustedPeers })).toMatchObject({ instead: { header: "host" } });
  });

  it("has the counted header as the obstacle if that is invalid", () => {
    const headers = { host: "a.test", "x-forwarded-host": "a b" };
    expect(explainOne("host", { headers }, { xHost: 1 })).toEqual({
      value: null,
      instead: { header: "x-forwarded-host", reason: "invalid" },
    });
  });

  it("is the connection's if the counted header is short", () => {
    const headers = { host: "a.test", "x-forwarded-host": "b.test" };
    expect(explainOne("host", { headers }, { xHost: 2 })).toEqual({
      value: "a.test",
      source: { connection: "host" },
      instead: { header: "x-forwarded-host", reason: "short-chain" },
    });
  });
});

describe("the explained port", () => {
  it("comes from X-Forwarded-Port", () => {
    const headers = { "x-forwarded-port": "8443", host: "a.test:8080" };
    const source = { header: "x-forwarded-port", place: 1, line: 1, lines: 1, text: "8443" };
    expect(explainOne("port", { headers }, { xPort: 1 })).toEqual({ value: 8443, source });
  });

  it("comes from the port in X-Forwarded-Host", () => {
    const headers = { "x-forwarded-host": "a.test:8080", "x-forwarded-port": "8443" };
    expect(explainOne("port", { headers }, { xHost: 1 })).toEqual({
      value: 8080,
      source: { header: "x-forwarded-host", place: 1, line: 1, lines: 1, text: "a.test:8080" },
      instead: { header: "x-forwarded-port", reason: "disabled" },
    });
  });

  it("comes from the port in the host of Forwarded", () => {
    const headers = { forwarded: 'for=203.0.113.9;host="a.test:8080"' };
    expect(explainOne("port", { headers }, { forwarded: 1 })).toMatchObject({ source: { header: "forwarded" } });
  });

  it("comes from the port in Host, or in the authority", () => {
    const source = { connection: "host" };
    expect(explainOne("port", { headers: { host: " a.test:80 " } }, {})).toEqual({ value: 80, source });
    expect(explainOne("port", { authority: "a.test:8080" }, {})).toEqual({
      value: 8080,
      source: { connection: "authority" },
    });
  });

  it.each([{ host: "a.test" }, { host: "a b:8080" }, {}])("is the default port of the proto for %j", (headers) => {
    expect(explainOne("port", { headers }, {})).toEqual({ value: 80, source: { connection: "default-port" } });
  });
});

describe("the explained prefix", () => {
  it("comes from all joined values, at the place of the leftmost of them", () => {
    const headers = { "x-forwarded-prefix": ["/evil, /a", "/b "] };
    expect(explainOne("prefix", { headers }, { xPrefix: 2 })).toEqual({
      value: "/a/b",
      source: { header: "x-forwarded-prefix", place: 2, line: 1, lines: 2, text: "/a,/b" },
    });
  });

  it("is the mount point of the connection", () => {
    const expected = { value: "/mounted", source: { connection: "mount" } };
    expect(explainOne("prefix", { prefix: "/mounted" }, {})).toEqual(expected);
  });
});
