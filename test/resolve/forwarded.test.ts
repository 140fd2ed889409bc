import { describe, expect, it } from "vitest";

import { resolveHeaders, PEER, listIssues } from "./request.js";

describe("a request with Forwarded (R4)", () => {
  const believed = { forwarded: 1 };
  it.each<[string, Record<string, unknown>, string[]]>([
    ["for=1.2.3.4;proto=https;host=a.test", { clientAddress: "1.2.3.4", proto: "https", host: "a.test" }, []],
    ['for="[2001:db8::1]:80";by=x', { clientAddress: "2001:db8::1", clientPort: 80, proto: "http", host: "app" }, []],
    ["for=6.6.6.6, for=1.2.3.4", { clientAddress: "1.2.3.4" }, []],
    [
      "proto=https;host=a.test",
      { clientAddress: undefined, proto: "https", host: "a.test" },
      ["forwarded unidentified"],
    ],
    ["for=unknown;proto=https", { clientAddress: undefined, proto: "https", host: "app" }, ["forwarded invalid"]],
    [
      'for=unknown;host="@";proto=x',
      { clientAddress: undefined, proto: "http", host: undefined },
      ["forwarded invalid"],
    ],
    ['for=1.2.3.4;host=""', { clientAddress: "1.2.3.4", host: undefined }, ["forwarded empty"]],
    ["for=1.2.3.4;proto=ftp", { clientAddress: "1.2.3.4", proto: "http" }, ["forwarded invalid"]],
    ["for=1.2.3.4:80;proto=https", { clientAddress: "1.2.3.4", clientPort: 80, proto: "https", host: "app" }, []],
    ["for=1.2.3.4;host=a/b", { clientAddress: undefined, proto: "http", host: undefined }, ["forwarded invalid"]],
    ["for=1.2.3.4;for=1.2.3.4", { clientAddress: undefined, host: undefined }, ["forwarded invalid"]],
    ['for="1.2.3.4', { clientAddress: undefined, host: undefined }, ["forwarded invalid"]],
    ["for=1.2.3.4, ", { clientAddress: undefined, host: undefined, proto: "http" }, ["forwarded empty"]],
    ["", { clientAddress: undefined, host: undefined, proto: "http" }, ["forwarded empty"]],
  ])("resolves %j to %o with the issues %j", (forwarded, facts, issues) => {
    const headers = { host: "app", forwarded };
    expect(resolveHeaders(headers, believed)).toMatchObject(facts);
    expect(listIssues(headers, believed)).toEqual(issues);
  });

  it("has the connection's facts if the header is missing or has fewer elements than counted", () => {
    const headers = { host: "app", forwarded: "for=1.2.3.4;host=a.test" };
    expect(listIssues({ host: "app" }, believed)).toEqual(["forwarded absent"]);
    expect(resolveHeaders({ host: "app" }, believed)).toMatchObject({ clientAddress: PEER, host: "app" });
    expect(listIssues(headers, { forwarded: 2 })).toEqual(["forwarded short-chain"]);
    expect(resolveHeaders(headers, { forwarded: 2 })).toMatchObject({ clientAddress: PEER, host: "app" });
    expect(resolveHeaders(headers, { forwarded: 2, trustedPeers: PEER })).toMatchObject({
      clientAddress: undefined,
      host: "app",
    });
    expect(
      resolveHeaders({ "x-forwarded-for": "1.1.1.1" }, { ...believed, trustedPeers: PEER }).clientAddress,
    ).toBeUndefined();
    expect(
      resolveHeaders({}, { ...believed, trustedProxies: PEER, xPort: 1 }).issues.map(({ reason }) => reason),
    ).toEqual(["absent", "absent"]);
  });

  it("has the issue invalid if quotes do not balance before the counted element", () => {
    const headers = { host: "app", forwarded: 'for="evil, for=10.0.0.2, for=10.0.0.3' };
    expect(resolveHeaders(headers, { forwarded: 2 }).clientAddress).toBe("10.0.0.2");
    for (const forwarded of [3, 4]) {
      expect(listIssues(headers, { forwarded })).toEqual(["forwarded invalid"]);
      expect(resolveHeaders(headers, { forwarded })).toMatchObject({ clientAddress: undefined, host: undefined });
    }
    const walk = { forwarded: Infinity, trustedProxies: "10.0.0.0/8" };
    expect(listIssues(headers, walk)).toEqual(["forwarded invalid"]);
    expect(resolveHeaders(headers, walk).clientAddress).toBeUndefined();
  });

  it("is resolved by the one element at which the walk over trusted proxies stops", () => {
    const walk = { forwarded: Infinity, trustedProxies: "10.0.0.0/8", xPort: 2 };
    const forwarded = "for=6.6.6.6, for=1.2.3.4;host=a.test;proto=https, for=10.0.0.2;host=b.test";
    expect(resolveHeaders({ forwarded, "x-forwarded-port": "1,2,3" }, walk)).toMatchObject({
      clientAddress: "1.2.3.4",
      addresses: ["1.2.3.4", "10.0.0.2"],
      host: "a.test:2",
      proto: "https",
    });
    expect(resolveHeaders({ forwarded: "for=10.0.0.3;host=a.test, for=10.0.0.2" }, walk)).toMatchObject({
      clientAddress: "10.0.0.3",
      host: "a.test",
    });
    expect(
      resolveHeaders({ forwarded: "for=1.1.1.1, for=_x, proto=http, for=10.0.0.2" }, walk).clientAddress,
    ).toBeUndefined();
    expect(
      resolveHeaders({ forwarded: "for=1.1.1.1, for=10.0.0.3, x, for=10.0.0.2" }, { forwarded: 4 }).addresses,
    ).toEqual(["1.1.1.1", "10.0.0.3", "10.0.0.2"]);
  });
});
