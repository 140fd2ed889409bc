import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";

import { createResolver } from "proxyfix";
import type { ProxyFixOptions, RequestFacts, RequestHeaders } from "proxyfix";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import type { IncomingRequest } from "../../src/request/request.js";
import { resolveIncoming } from "../../src/request/resolve-incoming.js";
import { countLookups, countWork, type Work } from "./count-work.js";

// Bounds for the work that bench/ measures in time.

const COUNTS = { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1 };
const TRUSTED = { ...COUNTS, trustedProxies: ["10.0.0.0/8", "fd00::/8"], xFor: 3 };
const PEER = "10.0.0.1";
const LONG = 16 * 1024;
const SHORTER = 256;

function factsOf(headers: RequestHeaders): RequestFacts {
  return { headers, peerAddress: PEER, peerPort: 40_000, encrypted: false };
}

function workOf(options: ProxyFixOptions, headers: RequestHeaders): Work {
  const resolver = createResolver(options);
  const facts = factsOf(headers);
  return countWork(() => resolver(facts));
}

describe("text that a client wrote to the left of the believed values", () => {
  const proxied = {
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "www.example.com",
    "x-forwarded-port": "8443",
    "x-forwarded-prefix": "/app",
    forwarded: 'for="[2001:db8::7]:4711";proto=https;host="www.example.com"',
  };
  const before = (left: string): RequestHeaders =>
    Object.fromEntries(Object.entries(proxied).map(([name, value]) => [name, `${left}, ${value}`]));
  const units = ["a", ",", ", ", '"', "\\", '"\\', '\\"', ";", "=", " ", "\t", "1.", ":", "[", "for=", "10.0.0.1, "];

  const eachOptions: [string, ProxyFixOptions][] = [
    ["counts", COUNTS],
    ["Forwarded", { forwarded: 1 }],
  ];

  it.each(
    eachOptions.flatMap(([name, options]) =>
      units.map((unit): [string, string, ProxyFixOptions] => [name, unit, options]),
    ),
  )("is not read with %s: 16 KiB of %j", (_name, unit, options) => {
    const long = workOf(options, before(unit.repeat(LONG / unit.length)));
    // Both are long: a value that is cut from a long header is copied.
    expect(long).toEqual(workOf(options, before(unit.repeat(SHORTER / unit.length))));
  });

  it.each(units)("is not read behind trusted proxies either: 16 KiB of %j", (unit) => {
    const chain = (left: string): RequestHeaders => ({
      ...before(left),
      "x-forwarded-for": `${left}, 203.0.113.7, 10.1.2.3`,
    });
    const long = workOf(TRUSTED, chain(unit.repeat(LONG / unit.length)));
    expect(long).toEqual(workOf(TRUSTED, chain(unit.repeat(SHORTER / unit.length))));
  });
});

describe("16 KiB in place of the believed value", () => {
  const units = [
    "a",
    "a.",
    "1",
    "1.",
    ":",
    "f:",
    "[",
    "/",
    "/a",
    '"',
    "\\",
    '\\"',
    "for=",
    "for=a;",
    ";",
    " ",
    "\t",
    "%",
  ];
  const names = ["for", "proto", "host", "port", "prefix"].map((name) => `x-forwarded-${name}`);

  it.each(names.flatMap((name) => units.map((unit) => [name, unit] as const)))(
    "is read a few times and no more, in %s and of %j",
    (name, unit) => {
      const { characters } = workOf(COUNTS, { [name]: unit.repeat(LONG / unit.length) });
      expect(characters).toBeLessThan(6 * LONG);
    },
  );

  it.each(units.flatMap((unit) => ["", '"'].map((end) => [unit, end] as const)))(
    "is read a few times and no more, in forwarded, of %j and with %j at the end",
    (unit, end) => {
      const forwarded = unit.repeat(LONG / unit.length) + end;
      expect(workOf({ forwarded: 1 }, { forwarded }).characters).toBeLessThan(6 * LONG);
    },
  );
});

describe("a resolution of canonical values", () => {
  const for4 = "203.0.113.7";
  const host = "www.example.com";
  const canonical = { "x-forwarded-for": for4, "x-forwarded-proto": "https", "x-forwarded-host": host };

  it("reads each character of the address and the host once, and nothing else", () => {
    const { characters, texts } = workOf({ xProto: 1, xHost: 1 }, canonical);
    expect(characters).toBeLessThanOrEqual(for4.length + host.length);
    // The two values; a slice of a whole text is that text.
    expect(texts).toBeLessThanOrEqual(2);
  });

  it("reads each character of an IPv6 address at most five times", () => {
    const for6 = "2001:db8:85a3:1234:5c1f:8a2e:370:7334";
    const { characters, texts } = workOf({ xProto: 1, xHost: 1 }, { ...canonical, "x-forwarded-for": `::6, ${for6}` });
    expect(characters).toBeLessThanOrEqual(5 * for6.length + host.length);
    expect(texts).toBeLessThanOrEqual(2);
  });

  it("reads each character of the chain behind trusted networks at most twice", () => {
    const chain = `${for4}, 10.1.2.3`;
    const { characters } = workOf(
      { xProto: 1, xHost: 1, trustedProxies: ["10.0.0.0/8"] },
      { ...canonical, "x-forwarded-for": chain },
    );
    // The walk reads the chain, and the resolver once more the entry of the client.
    expect(characters).toBeLessThanOrEqual(PEER.length + 2 * chain.length + host.length);
  });

  it.each<[string, ProxyFixOptions]>([
    ["counts", { xProto: 1, xHost: 1 }],
    ["strict", { xProto: 1, xHost: 1, strict: true }],
    ["trusted peers", { xProto: 1, xHost: 1, trustedPeers: ["10.0.0.0/8"] }],
    ["trusted networks", { xProto: 1, xHost: 1, trustedProxies: ["10.0.0.0/8"] }],
  ])("allocates little more than the resolution itself, with %s", (_name, options) => {
    expect(measureBytes(createResolver(options), factsOf(canonical))).toBeLessThanOrEqual(MOST_BYTES);
  });
});

describe("resolveIncoming", () => {
  const lines = {
    Host: "app.internal:3000",
    "X-Forwarded-For": "192.0.2.9, 203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "www.example.com",
  };
  const create = (all: Readonly<Record<string, string>>): IncomingRequest & { readonly _readableState: object } => ({
    headers: Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: Object.entries(all).flat(),
    socket: { remoteAddress: PEER, remotePort: 40_000 },
    url: "/",
    _readableState: {},
  });

  it.each<[string, AdapterOptions]>([
    ["the well-known headers", { xHost: 1 }],
    ["a clientAddressHeader", { xHost: 1, clientAddressHeader: "x-visitor", xProto: 1 }],
  ])("reads at most four letters of a header that is no forwarding header, with %s", (_name, options) => {
    const others = ["Accept", "Accept-Charset", "User-Agent", "Cookie", "Sec-Fetch-Site", "Upgrade-Insecure-Requests"];
    const adapter = compileAdapter(options);
    const count = (names: readonly string[]): number => {
      const req = create({ ...lines, ...Object.fromEntries(names.map((name) => [name, "anything"])) });
      return countWork(() => resolveIncoming(adapter, req)).characters;
    };
    expect(count(others) - count([])).toBeLessThanOrEqual(4 * others.length);
  });

  it("looks once at each line and each header if a client sends every spelling of the vendor headers", () => {
    const names = VENDOR_HEADERS.flatMap(listSpellings).slice(0, 800);
    const req = create(Object.fromEntries(names.map((name) => [name, "1"])));
    const adapter = compileAdapter({});
    const { characters, texts } = countWork(() => resolveIncoming(adapter, req));
    expect(req.rawHeaders).toEqual([]);
    expect(req.headers).toEqual({});
    // No text is made of a name; each is compared with one or two names in `headers` and in `rawHeaders`.
    expect(texts).toBeLessThanOrEqual(2);
    expect(characters).toBeLessThan(12 * names.join("").length);
  });

  it.each<[string, AdapterOptions]>([
    ["X-Forwarded-For", { xFor: Infinity, trustedProxies: "10.0.0.0/8" }],
    ["Forwarded", { forwarded: Infinity, trustedProxies: "10.0.0.0/8" }],
  ])("formats a long chain once if a client sends many lines of %s", (name, options) => {
    const chain = Array.from({ length: 64 }, () => (name === "Forwarded" ? "for=10.0.0.1" : "10.0.0.1")).join(", ");
    const many = [...Array.from({ length: 700 }, () => "1"), chain];
    const req = {
      ...create({}),
      headers: { host: "app", [name.toLowerCase()]: many.join(", ") },
      rawHeaders: ["Host", "app", ...many.flatMap((line) => [name, line])],
    };
    const { characters } = countWork(() => resolveIncoming(compileAdapter(options), req));
    // Each line's name, and the chain at most six times: the walk, the client and the list of addresses read it.
    expect(characters).toBeLessThan(700 * 4 * name.length + 6 * chain.length);
  });

  it.each<[string, AdapterOptions]>([
    ["counts", { xHost: 1 }],
    ["trusted peers", { xHost: 1, trustedPeers: "10.0.0.0/8" }],
    ["trusted networks", { xHost: 1, trustedProxies: "10.0.0.0/8" }],
  ])(
    "allocates the resolution, the state and one copy of the received headers and lines, with %s",
    (_name, options) => {
      const adapter = compileAdapter(options);
      const requests = Array.from({ length: 30_000 }, () => create(lines));
      const next = (): void => void resolveIncoming(adapter, requests.pop()!);
      for (let time = 0; time < 20_000; time += 1) next();
      expect(measureGrowth(next)).toBeLessThanOrEqual(MOST_BYTES_OF_ADAPTERS);
    },
  );
});

describe("a list of trusted networks", () => {
  const compile = (length: number): ReturnType<typeof createResolver> =>
    createResolver({
      xProto: 1,
      trustedProxies: [
        "10.0.0.0/8",
        "fd00::/8",
        ...Array.from({ length: length / 2 }, (_, at) => `100.${64 + (at >> 7)}.${(at & 127) * 2}.0/24`),
        ...Array.from({ length: length / 2 }, (_, at) => `fc00:${(at * 2).toString(16)}::/32`),
      ],
    });

  it.each([
    ["IPv4", "203.0.113.7, 10.1.2.3", "10.0.0.1", 1],
    ["IPv6", "2001:db8::7, fd00::3", "fd00::1", 4],
  ] as const)("is searched by halving for an %s address", (_family, chain, peerAddress, words) => {
    const facts = { ...factsOf({ "x-forwarded-for": chain, "x-forwarded-proto": "https" }), peerAddress };
    const count = (length: number): number =>
      countLookups(
        () => compile(length),
        (resolver) => resolver(facts),
      );
    const searches = 3;
    for (const length of [4, 64, 1000]) {
      const lookups = count(length);
      expect(lookups).toBeGreaterThan(0);
      expect(lookups).toBeLessThanOrEqual(searches * words * (Math.ceil(Math.log2(length)) + 2));
    }
  });
});

/** Lists every spelling of a name with `_` for some `-`. */
function listSpellings(name: string): readonly string[] {
  const [first = "", ...others] = name.split("-");
  const spellings = others.reduce(
    (all, part) => all.flatMap((start) => [`${start}-${part}`, `${start}_${part}`]),
    [first],
  );
  return spellings.filter((spelling) => spelling !== name);
}

/**
 * Room for one object of 15 fields, and for the walk and the groups of an address; for no copy of a header. `npm run bench`
 * allows 400; beside other tests V8 has not optimized every call yet.
 */
const MOST_BYTES = 480;

/** Room for a resolution, a state, a copy of a request's headers and lines, and the changes; a second copy is too much. */
const MOST_BYTES_OF_ADAPTERS = 2400;

/** Measures what one resolution allocates. */
function measureBytes(resolver: ReturnType<typeof createResolver>, facts: RequestFacts): number {
  const resolve = (): void => void resolver(facts);
  for (let time = 0; time < 100_000; time += 1) resolve();
  return measureGrowth(resolve);
}

/** Measures what one call allocates: the least of several samples, since the runner allocates too. */
function measureGrowth(call: () => void): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let least = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 15; sample += 1) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let time = 0; time < 500; time += 1) call();
    const grown = (process.memoryUsage().heapUsed - before) / 500;
    if (grown > 0) least = Math.min(least, grown);
  }
  return least;
}
