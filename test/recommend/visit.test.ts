import { describe, expect, it } from "vitest";
import type { Observation } from "../../src/recommend/observation.js";
import { isGateway, isPlain, readVisits } from "../../src/recommend/visit.js";
import { observe, observeUntyped, PAGE, VISITOR } from "./hand-made.js";
import { arrive, visit } from "./visits.js";

const truthOf = (url: string, path: string) => visit({ url, path })[0]?.truth;

describe("readVisits", () => {
  it("leaves out observations that did not arrive", () => {
    const others: readonly Observation[] = [
      { sent: { url: PAGE }, arrived: { status: 403 } },
      { sent: { url: PAGE }, arrived: { failed: "reset" } },
      { sent: { url: PAGE }, arrived: { cached: true } },
    ];
    expect(arrive(...others, observe({}))).toHaveLength(1);
  });

  it.each(["ftp://a.example/", "app.example.com", "https://", "https://a b/", "/page", ""])(
    "leaves out an observation with the URL %j",
    (url) => {
      const { arrived } = observe({});
      expect(readVisits([{ sent: { url }, arrived }])).toEqual([]);
    },
  );

  it.each([
    ["https://app.example.com/", "https", "app.example.com", 443],
    ["http://app.example.com", "http", "app.example.com", 80],
    ["HTTP://App.Example.COM:8080/x", "http", "app.example.com", 8080],
    ["https://app.example.com:443/", "https", "app.example.com", 443],
    ["https://[2001:DB8::1]:8443/", "https", "[2001:db8::1]", 8443],
    ["https://user:se@cret@app.example.com/", "https", "app.example.com", 443],
    ["http://app.example.com?q=@x", "http", "app.example.com", 80],
  ])("reads the scheme, the host and the port of %s", (url, proto, hostname, port) => {
    expect(truthOf(url, "/")).toMatchObject({ proto, hostname, port });
  });

  it("knows no host and no port if the sender wrote Host", () => {
    const [forged] = visit({ headers: [["Host", "b.example"]] });
    expect(forged?.truth).toMatchObject({ hostname: undefined, port: undefined, proto: "https" });
  });

  it.each([
    ["/app/page?n=1", "/page?n=1", "/app"],
    ["/page?n=1", "/page?n=1", ""],
    ["/page?n=1#part", "/page?n=1", ""],
    ["/a/b/page", "/page", "/a/b"],
    ["/caf%C3%A9/page%20x", "/page x", undefined],
    ["/app/a%20b", "/a b", "/app"],
    ["/app/%zz", "/%zz", "/app"],
    ["/page", "/other", undefined],
    ["/apppage", "page", undefined],
    ["/app", "/", undefined],
    ["/page", "", undefined],
    ["/app//page", "//page", "/app"],
    ["?n=1", "/?n=1", ""],
  ])("finds the prefix of %s that arrived as %s: %j", (target, received, prefix) => {
    expect(truthOf(`https://app.example.com${target}`, received)?.prefix).toBe(prefix);
  });

  it("takes the address from any observation of the same visitor", () => {
    const [one, other, third] = arrive(
      observeUntyped({ visitor: "A" }),
      observe({ visitor: "A" }),
      observeUntyped({ visitor: "B" }),
    );
    expect([one, other, third].map((found) => found?.truth.address)).toEqual([VISITOR, VISITOR, undefined]);
    expect(third?.visitor).toBe("B");
  });

  it.each([
    [" 81.2.69.77 ", VISITOR],
    ["::ffff:81.2.69.77", VISITOR],
    ["2A02:1234:0::7", "2a02:1234::7"],
    ["fe80::1%eth0", "fe80::1"],
    ["me", undefined],
    ["", undefined],
  ])("reads the typed address %j as %j", (address, expected) => {
    expect(visit({ address })[0]?.truth.address).toBe(expected);
  });

  it("lists the forged headers, and those of Connection, in lower case", () => {
    const headers = [
      ["X-Real-IP", "x"],
      ["Connection", "Close, X-Forwarded-For"],
      ["connection", "x-scheme"],
    ] as const;
    const [forged] = visit({ headers });
    expect([...forged!.forged]).toEqual(["x-real-ip", "connection"]);
    expect([...forged!.dropped]).toEqual(["close", "x-forwarded-for", "x-scheme"]);
  });
});

describe("isPlain", () => {
  it("returns whether nothing was forged", () => {
    expect(visit({}, { headers: [] }, { headers: [["connection", "close"]] }).map(isPlain)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("isGateway", () => {
  it("returns whether every request came through a gateway", () => {
    expect(isGateway(visit({ gateway: true }, { gateway: true }))).toBe(true);
    expect(isGateway(visit({ gateway: true }, {}))).toBe(false);
  });
});
