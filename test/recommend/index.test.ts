import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recommend } from "../../src/recommend/index.js";
import type { Observation } from "../../src/recommend/observation.js";
import type { Check, CheckCode, Recommendation } from "../../src/recommend/recommendation.js";
import { projectPath } from "../structure/project.js";
import { forge, observe, observeUntyped, PAGE, proxy, tryEverything, VISITOR, WRITTEN } from "./hand-made.js";

const FACTS = ["address", "proto", "host", "port", "prefix"];

function findCheck({ checks }: Recommendation, code: CheckCode): Check | undefined {
  return checks.find((check) => check.code === code);
}

/** Returns the state of a check, and the best verdict while it is open. */
function stateOf(observations: readonly Observation[], code: CheckCode): string {
  const check = findCheck(recommend(observations), code);
  return check === undefined ? "none" : `${check.state} ${check.limit}`;
}

describe("recommend", () => {
  it("is sure if everything was tried, and nothing is left", () => {
    const { verdict, options, untold, choices, fixes, checks } = recommend(tryEverything());
    expect({ verdict, options, untold, choices, fixes }).toEqual({
      verdict: "sure",
      options: { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" },
      untold: [],
      choices: {},
      fixes: [],
    });
    expect(checks.map(({ code, state }) => `${code} ${state}`)).toEqual([
      "forged done",
      "address done",
      "other-machine done",
      "other-scheme done",
      "several-lines done",
      "connection done",
      "peers done",
    ]);
  });

  it("returns the value of each fact, its header, and whether the header was forged", () => {
    const { facts } = recommend([proxy(), proxy({ headers: forge("https", ["x-forwarded-for"]) })]);
    expect(facts).toEqual({
      address: { value: VISITOR, source: "x-forwarded-for", forged: true },
      proto: { value: "https", source: "x-forwarded-proto", forged: false },
      host: { value: "app.example.com", source: "x-forwarded-host", forged: false },
      port: { value: 443, source: "x-forwarded-host", forged: false },
      prefix: { value: "", source: "connection", forged: false },
    });
  });

  it("returns the same options for the observations in any order", () => {
    const { options } = recommend(tryEverything());
    expect(recommend(tryEverything().toReversed()).options).toEqual(options);
  });

  it("returns JSON", () => {
    const recommendation = recommend(tryEverything());
    expect(JSON.parse(JSON.stringify(recommendation))).toEqual(recommendation);
  });

  it("recommends to believe nothing if nothing is in front, and offers no peers", () => {
    const visit = { peer: VISITOR, encrypted: true };
    const plain = observe({ url: "http://app.example.com/", peer: VISITOR });
    const { verdict, options, choices } = recommend([observe(visit), plain]);
    expect({ verdict, options, choices }).toEqual({ verdict: "sure", options: { xFor: 0, xProto: 0 }, choices: {} });
  });

  it("discards a header that contains the client's own value once it is forged", () => {
    const forged = proxy({
      headers: forge("https", ["x-forwarded-proto"]),
      arrived: { "x-forwarded-proto": "http" },
    });
    expect(recommend([proxy()]).options).toMatchObject({ xProto: 1 });
    const { options, untold } = recommend([proxy(), forged]);
    expect(options).toMatchObject({ xFor: 1, xProto: 0 });
    expect(untold).toEqual(["proto", "port"]);
  });

  it("judges two observations that share the record of the request sent", () => {
    const sent = { url: PAGE };
    const [one, other] = [proxy(), proxy({ arrived: { "x-forwarded-proto": "http" } })];
    const { untold } = recommend([
      { ...one, sent },
      { ...other, sent },
    ]);
    expect(untold).toEqual(["proto", "port"]);
  });

  it("reads a typed address with blanks, and one in IPv6-mapped form", () => {
    for (const address of [` ${VISITOR}\t`, `::ffff:${VISITOR}`, "::FFFF:5102:454d"]) {
      const { sent, arrived } = proxy();
      const { options } = recommend([{ sent: { ...sent, address }, arrived }]);
      expect(options).toMatchObject({ xFor: 1 });
    }
  });

  it.each([
    "https://APP.Example.com/page?n=1",
    "https://app.example.com:443/page?n=1",
    "https://app.example.com/page?n=1#scheme-check",
    "HTTPS://app.example.com/page?n=1",
    "https://user:secret@app.example.com/page?n=1",
  ])("reads the URL %s", (url) => {
    const { sent, arrived } = proxy();
    const { options, untold } = recommend([{ sent: { ...sent, url }, arrived }]);
    expect(options).toEqual({ xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" });
    expect(untold).toEqual([]);
  });

  it("does not throw on any peer", () => {
    for (const peer of [null, "", "garbage", "fe80::1%eth0", "::", "0.0.0.0", "::1", "unix", "10.1.0.0"]) {
      const { options } = recommend([proxy({ peer })]);
      expect(options).toMatchObject({ xFor: 1 });
      expect(() => recommend([proxy({ peer }), observe({ peer: VISITOR, encrypted: true })])).not.toThrow();
    }
  });
});

describe("recommend declines", () => {
  const refuse = (observations: readonly Observation[]) => recommend(observations);

  it.each<[string, readonly Observation[]]>([
    ["no observation", []],
    ["a cached answer", [{ sent: { url: PAGE }, arrived: { cached: true } }]],
    ["a failed request", [{ sent: { url: PAGE }, arrived: { failed: "timeout" } }]],
    ["a refused request", [{ sent: { url: PAGE }, arrived: { status: 403 } }]],
    ["a URL of another scheme", [{ ...proxy(), sent: { url: "ftp://app.example.com/" } }]],
    ["forged visits alone", [proxy({ headers: forge("https", WRITTEN) })]],
  ])("with `no-visit`: %s", (_name, observations) => {
    const { verdict, declined, options, untold, checks } = refuse(observations);
    expect({ verdict, options, untold, checks }).toEqual({
      verdict: "declined",
      options: undefined,
      untold: FACTS,
      checks: [],
    });
    expect(declined?.code).toBe("no-visit");
  });

  it("with `same-for-all` if two visitors have one address", () => {
    const visit = (visitor: string) => observeUntyped({ visitor, arrived: { "x-forwarded-for": "198.51.100.7" } });
    expect(refuse([visit("A"), visit("B")]).declined?.code).toBe("same-for-all");
  });

  it("with `ask-address` if the only address is private", () => {
    const visit = observeUntyped({ arrived: { "x-forwarded-for": "192.168.1.5" } });
    expect(refuse([visit]).declined?.code).toBe("ask-address");
  });

  it("with `ask-address` if the only address was forged, in any case", () => {
    const visit = (value: string) => observeUntyped({ arrived: { "x-forwarded-for": value } });
    const forged = observeUntyped({
      headers: [["x-forwarded-for", "2001:DB8::1"]],
      arrived: { "x-forwarded-for": "2001:db8::1" },
    });
    expect(refuse([visit("2001:db8::1")]).verdict).toBe("unsure");
    expect(refuse([visit("2001:db8::1"), forged]).declined?.code).toBe("ask-address");
  });

  it("with `address-untold` if no header contains the address, and names a fix", () => {
    const { declined, fixes, facts } = refuse([observe({ arrived: { "x-forwarded-proto": "https" } })]);
    expect(declined?.code).toBe("address-untold");
    expect(fixes.map(({ fact }) => fact)).toEqual(["address"]);
    expect(facts.proto).toEqual({ value: null, source: null, forged: false });
  });

  it("with `address-untold` if the client's own value passes", () => {
    const forged = observe({
      headers: forge("https", ["x-forwarded-for"]),
      arrived: { "x-forwarded-for": "203.0.113.66" },
    });
    expect(refuse([observe({ arrived: { "x-forwarded-for": VISITOR } }), forged]).declined?.code).toBe(
      "address-untold",
    );
  });
});

describe("the check `forged`", () => {
  const each = WRITTEN.map((name) => proxy({ headers: forge("https", [name]) }));

  it("is open at `unsure` until each believed header was forged", () => {
    expect(stateOf([proxy()], "forged")).toBe("open unsure");
    expect(stateOf([proxy(), ...each.slice(1)], "forged")).toBe("open unsure");
    expect(stateOf([proxy(), ...each], "forged")).toBe("done unsure");
    expect(findCheck(recommend([proxy(), ...each.slice(1)]), "forged")?.text).toContain("Forge x-forwarded-for by");
    expect(recommend([proxy(), ...each.slice(1)]).verdict).toBe("unsure");
    expect(recommend([proxy(), ...each]).verdict).toBe("likely");
  });

  it.each<[string, readonly (readonly [string, string])[]]>([
    ["the true scheme", [["x-forwarded-proto", "https"]]],
    ["an empty value", [["x-forwarded-proto", ""]]],
    ["a value that is no scheme", [["x-forwarded-proto", "x y"]]],
    [
      "a value that the proxy was asked to remove",
      [
        ["x-forwarded-proto", "http"],
        ["connection", "X-Forwarded-Proto"],
      ],
    ],
  ])("is not done by %s", (_name, headers) => {
    const others = each.filter(({ sent }) => sent.headers?.[0]?.[0] !== "x-forwarded-proto");
    expect(stateOf([proxy(), ...others, proxy({ headers })], "forged")).toBe("open unsure");
  });

  it("is not done by the visitor's own address", () => {
    const own = proxy({ headers: [["x-forwarded-for", VISITOR]] });
    expect(stateOf([proxy(), ...each.slice(1), own], "forged")).toBe("open unsure");
  });

  it("is open if a value was forged by one of two schemes", () => {
    const http = proxy({ url: "http://app.example.com/page?n=1" });
    expect(stateOf([proxy(), ...each, http], "forged")).toBe("open unsure");
  });

  it("counts a header that was refused alone, and no other refusal", () => {
    const refused = (status: number, names: readonly string[]): Observation => ({
      sent: { url: PAGE, headers: forge("https", names) },
      arrived: { status },
    });
    const others = [proxy(), ...each.slice(1)];
    expect(stateOf([...others, refused(403, ["x-forwarded-for"]), proxy()], "forged")).toBe("done unsure");
    expect(stateOf([...others, refused(403, ["x-forwarded-for", "forwarded"]), proxy()], "forged")).toBe("open unsure");
    expect(stateOf([...others, refused(429, ["x-forwarded-for"]), proxy()], "forged")).toBe("open unsure");
    expect(stateOf([...others, refused(502, ["x-forwarded-for"]), proxy()], "forged")).toBe("open unsure");
  });

  it("counts no failed request and no cached answer", () => {
    const sent = { url: PAGE, headers: forge("https", ["x-forwarded-for"]) };
    const others = [proxy(), ...each.slice(1)];
    expect(stateOf([...others, { sent, arrived: { failed: "reset" } }], "forged")).toBe("open unsure");
    expect(stateOf([...others, { sent, arrived: { cached: true } }], "forged")).toBe("open unsure");
  });
});

describe("the check `address`", () => {
  const through = (visitor: string, value: string, more: Readonly<Record<string, string>> = {}) =>
    observeUntyped({ visitor, arrived: { "x-forwarded-for": value, "x-forwarded-proto": "https", ...more } });

  it("is done if the address was typed", () => {
    expect(stateOf([proxy()], "address")).toBe("done unsure");
  });

  it("is open at `unsure` if it was inferred from one visitor", () => {
    const recommendation = recommend([through("A", VISITOR)]);
    expect(recommendation).toMatchObject({ verdict: "unsure", options: { xFor: 1 } });
    expect(findCheck(recommendation, "address")).toMatchObject({ state: "open", limit: "unsure" });
    expect(findCheck(recommendation, "address")?.text).toContain(VISITOR);
  });

  it("is open at `likely` if one source differs between visitors", () => {
    expect(stateOf([through("A", VISITOR), through("B", "93.184.216.34")], "address")).toBe("open likely");
  });

  it("is open at `unsure` if two sources differ in different ways, as behind the edges of a CDN", () => {
    const visits = [
      through("A", "162.158.1.1", { "cf-connecting-ip": VISITOR }),
      through("B", "172.70.2.2", { "cf-connecting-ip": "93.184.216.34" }),
    ];
    expect(stateOf(visits, "address")).toBe("open unsure");
  });

  it("is open at `unsure` if the addresses of several visitors are private", () => {
    expect(stateOf([through("A", "10.9.0.1"), through("B", "10.9.0.2")], "address")).toBe("open unsure");
  });
});

describe("the check `other-machine`", () => {
  const local = (headers: Readonly<Record<string, string>>, more = {}) =>
    observe({ url: "http://localhost:8080/", address: "127.0.0.1", arrived: headers, ...more });

  it("is open if the peer and a count give the same address, and the largest count is taken", () => {
    const recommendation = recommend([local({ "x-forwarded-for": "127.0.0.1, 127.0.0.1" })]);
    expect(recommendation).toMatchObject({ verdict: "unsure", options: { xFor: 2 } });
    expect(findCheck(recommendation, "other-machine")).toMatchObject({ state: "open", limit: "unsure" });
  });

  it("is open if the peer and Forwarded give the same address", () => {
    const recommendation = recommend([local({ forwarded: "for=127.0.0.1;proto=http;host=localhost:8080" })]);
    expect(recommendation).toMatchObject({ verdict: "unsure", options: { forwarded: 1 } });
    expect(findCheck(recommendation, "other-machine")).toMatchObject({ state: "open" });
  });

  it("is open if the peer and a header with one address give the same address", () => {
    const recommendation = recommend([local({ "x-real-ip": "127.0.0.1" })]);
    expect(recommendation.options).toMatchObject({ clientAddressHeader: "x-real-ip" });
    expect(findCheck(recommendation, "other-machine")).toMatchObject({ state: "open" });
  });

  it.each([
    ["on loopback", local({})],
    ["that came over TLS, and arrived without it", observe({ peer: VISITOR })],
    ["with a sign of a proxy", observe({ peer: VISITOR, encrypted: true, arrived: { via: "1.1 cache" } })],
  ])("is open for a visit from the peer's own address %s", (_name, visit) => {
    expect(recommend([visit])).toMatchObject({ verdict: "unsure", options: { xFor: 0, xProto: 0 } });
    expect(stateOf([visit], "other-machine")).toBe("open unsure");
  });

  it("is no check if visitors of two addresses are the peers", () => {
    const visits = [VISITOR, "93.184.216.34"].map((address) =>
      observe({ address, visitor: address, peer: address, arrived: { via: "1.1 cache" } }),
    );
    expect(stateOf(visits, "other-machine")).toBe("none");
  });
});

describe("the other checks", () => {
  it("`other-scheme` is open at `likely` until both schemes were visited", () => {
    expect(stateOf([proxy()], "other-scheme")).toBe("open likely");
    expect(findCheck(recommend([proxy()]), "other-scheme")?.text).toContain("the http address");
    expect(stateOf([proxy(), proxy({ url: "http://app.example.com/" })], "other-scheme")).toBe("done likely");
  });

  it("`other-scheme` is done if http leads to https, and the request arrived", () => {
    expect(stateOf([proxy({ httpRedirects: true })], "other-scheme")).toBe("done likely");
    const failed: Observation = { sent: { url: PAGE, httpRedirects: true }, arrived: { failed: "reset" } };
    expect(stateOf([proxy(), failed], "other-scheme")).toBe("open likely");
    const http = proxy({ url: "http://app.example.com/", httpRedirects: true });
    expect(stateOf([http], "other-scheme")).toBe("open likely");
  });

  it("`several-lines` is open at `likely` until two forged lines of each header arrived", () => {
    const twice = (names: readonly string[]) => proxy({ headers: forge("https", names, 2) });
    expect(stateOf([proxy(), proxy({ headers: forge("https", WRITTEN) })], "several-lines")).toBe("open likely");
    expect(stateOf([proxy(), twice(WRITTEN.slice(1))], "several-lines")).toBe("open likely");
    expect(stateOf([proxy(), twice(WRITTEN)], "several-lines")).toBe("done likely");
  });

  it("`several-lines` is no check of a header with one address", () => {
    const visit = observe({ arrived: { "x-real-ip": VISITOR } });
    expect(recommend([visit]).options).toMatchObject({ clientAddressHeader: "x-real-ip", xProto: 0 });
    expect(stateOf([visit], "several-lines")).toBe("none");
  });

  it("`connection` is open at `likely` until each header was listed in Connection", () => {
    const listed = (names: readonly string[]) => proxy({ headers: [["Connection", `close, ${names.join(" , ")}`]] });
    expect(stateOf([proxy(), listed(WRITTEN.slice(1))], "connection")).toBe("open likely");
    expect(stateOf([proxy(), listed(WRITTEN)], "connection")).toBe("done likely");
  });

  it("`peers` is open at `likely` if the proxy is on another machine", () => {
    expect(stateOf([proxy()], "peers")).toBe("done likely");
    expect(stateOf([proxy({ peer: "unix" })], "peers")).toBe("done likely");
    expect(stateOf([proxy({ peer: "10.0.3.17" })], "peers")).toBe("open likely");
    expect(stateOf([proxy({ peer: null })], "peers")).toBe("open likely");
  });

  it("`container-gateway` is open at `likely` if the peer may be the gateway of a container network", () => {
    expect(stateOf([proxy({ peer: "172.18.0.1" })], "container-gateway")).toBe("open likely");
    expect(stateOf([proxy({ peer: "172.18.0.5" })], "container-gateway")).toBe("none");
  });

  it("`bypass` is open at `likely` if a public address stands behind the client", () => {
    const chain = (value: string, more: Readonly<Record<string, string>> = {}) => [
      observe({ arrived: { "x-forwarded-for": value, ...more } }),
    ];
    expect(stateOf(chain(`${VISITOR}, 198.41.128.5`), "bypass")).toBe("open likely");
    expect(stateOf(chain(`${VISITOR}, 10.0.0.7`), "bypass")).toBe("none");
    expect(stateOf(chain(`${VISITOR}, 34.1.2.3`, { via: "1.1 google" }), "bypass")).toBe("none");
    expect(stateOf(chain(VISITOR), "bypass")).toBe("none");
  });
});

describe("recommend for routes of different lengths", () => {
  const long = { peer: "10.0.0.2", arrived: { "x-forwarded-for": `${VISITOR}, 10.1.0.0` } };
  const short = { peer: "10.0.0.2", arrived: { "x-forwarded-for": VISITOR } };

  it("walks over the proxies that were met, and is at most likely", () => {
    const recommendation = recommend([observe(long), observe(short)]);
    expect(recommendation.options).toEqual({ trustedProxies: ["10.0.0.2", "10.1.0.0/32"], xProto: 0 });
    expect(recommendation.choices).toEqual({});
    expect(findCheck(recommendation, "proxies")).toMatchObject({ state: "open", limit: "likely" });
    expect(findCheck(recommendation, "peers")).toBeUndefined();
  });

  it("includes visits that pass no proxy", () => {
    const { options } = recommend([observe(short), observe({ peer: VISITOR })]);
    expect(options).toEqual({ trustedProxies: ["10.0.0.2"], xProto: 0 });
  });

  it("does not walk if only forged visits need another count", () => {
    const forged = observe({ ...long, headers: forge("https", ["x-forwarded-for"]) });
    expect(recommend([observe(short), forged]).declined?.code).toBe("address-untold");
  });
});

describe("recommend for Forwarded", () => {
  const element = `for=${VISITOR};proto=https;host=app.example.com`;

  it("takes it only if it gives more facts, and with strict", () => {
    const both = proxy({ arrived: { forwarded: element } });
    expect(recommend([both]).options).toEqual({ xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" });
    const more = observe({ arrived: { "x-forwarded-for": VISITOR, forwarded: element } });
    expect(recommend([more]).options).toEqual({ forwarded: 1, strict: true, trustedPeers: "loopback" });
  });
});

describe("recommend for headers of other names", () => {
  const visit = (scheme: string, arrived: Readonly<Record<string, string>>, more = {}) =>
    observe({ url: `${scheme}://app.example.com/`, arrived: { "x-forwarded-for": VISITOR, ...arrived }, ...more });

  it.each(["x-forwarded-ssl", "front-end-https"])("reads the scheme from %s, on or off", (name) => {
    const { options, untold, facts } = recommend([visit("https", { [name]: "on" }), visit("http", { [name]: "off" })]);
    expect(options).toMatchObject({ xProto: 1, headerNames: { proto: name } });
    expect(untold).toEqual([]);
    expect(facts.proto).toEqual({ value: "https", source: name, forged: false });
  });

  it("does not read the scheme from a header that is missing in a plain visit", () => {
    const { options } = recommend([visit("https", { "x-scheme": "https" }), visit("http", {})]);
    expect(options).toEqual({ xFor: 1, xProto: 0, trustedPeers: "loopback" });
  });

  it("reads the prefix from X-Script-Name", () => {
    const { options } = recommend([
      observe({
        url: "http://app.example.com/app/page",
        path: "/page",
        arrived: { "x-forwarded-for": VISITOR, "x-script-name": "/app" },
      }),
    ]);
    expect(options).toMatchObject({ xPrefix: 1, headerNames: { prefix: "x-script-name" } });
  });

  it("reads the host from X-Original-Host if Host is the upstream's", () => {
    const { options } = recommend([visit("http", { host: "upstream.internal", "x-original-host": "app.example.com" })]);
    expect(options).toMatchObject({ xHost: 1, headerNames: { host: "x-original-host" } });
  });
});

describe("recommend for a proxy that removes its own header", () => {
  it("adds strict if the header was listed in Connection and did not arrive", () => {
    const listed = observe({
      headers: [["connection", "x-forwarded-host"]],
      arrived: { "x-forwarded-for": VISITOR, "x-forwarded-proto": "https", host: "upstream.internal" },
    });
    expect(recommend([proxy(), listed]).options).toEqual({
      xFor: 1,
      xProto: 1,
      xHost: 1,
      trustedPeers: "loopback",
      strict: true,
    });
  });
});

describe("the choices, guards, fixes and proxy of recommend", () => {
  it("offers no peers beside this machine's", () => {
    expect(recommend([proxy()]).choices).toEqual({});
    expect(recommend([proxy({ peer: "unix" }), proxy()]).options?.trustedPeers).toEqual(["unix", "loopback"]);
  });

  it("offers three ways for peers on other machines, and takes none", () => {
    const { choices, options } = recommend([proxy({ peer: "10.0.3.17" })]);
    expect(options).not.toHaveProperty("trustedPeers");
    expect(choices.trustedPeers?.map(({ value }) => value)).toEqual(["10.0.3.17", "10.0.3.0/24", null]);
  });

  it("offers the hosts that were visited, and strict", () => {
    const other = proxy({ url: "https://www.example.com/", arrived: { "x-forwarded-host": "www.example.com" } });
    expect(recommend([proxy(), other]).guards.map(({ options }) => options)).toEqual([
      { allowedHosts: ["app.example.com", "www.example.com"] },
      { strict: true },
    ]);
  });

  it("offers no guard that would refuse a plain visit", () => {
    const visit = observe({ arrived: { host: "upstream.internal", "x-forwarded-for": VISITOR } });
    const { guards, untold } = recommend([visit]);
    expect(untold).toContain("host");
    expect(guards.map(({ options }) => options)).toEqual([{ strict: true }]);
  });

  it("names a fix for each untold fact, with a page that exists", () => {
    const visit = observe({
      url: "https://app.example.com/app/page",
      path: "/page",
      arrived: { host: "upstream.internal", "x-forwarded-for": VISITOR },
    });
    const { fixes, untold } = recommend([visit]);
    expect(untold).toEqual(["proto", "host", "port", "prefix"]);
    expect(fixes.map(({ fact }) => fact)).toEqual(untold);
    expect(fixes.at(-1)?.text).toContain(`set("x-forwarded-prefix", "/app")`);
    for (const { page } of fixes) expect(existsSync(projectPath(page)), page).toBe(true);
  });

  it("returns the host's name alone if its port is untold", () => {
    const visit = observe({
      url: "https://app.example.com:8443/",
      arrived: { host: "app.example.com", "x-forwarded-for": VISITOR, "x-forwarded-proto": "https" },
    });
    const { untold, facts } = recommend([visit]);
    expect(untold).toEqual(["port"]);
    expect(facts.host.value).toBe("app.example.com");
    expect(facts.port.value).toBeNull();
  });

  it("recognises the proxy by the answer", () => {
    const { proxy: found } = recommend([{ ...proxy(), answered: { server: "nginx/1.26.0" } }]);
    expect(found).toEqual({ name: "nginx", page: "docs/deploy/nginx.md" });
  });
});
