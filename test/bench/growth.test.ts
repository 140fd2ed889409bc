import { describe, expect, it } from "vitest";

import { createResolver, optionsFromEnv, ProxyFixOptionsError } from "proxyfix";
import type { ProxyFixOptions, RequestHeaders } from "proxyfix";
import { explain } from "proxyfix/explain";
import { append, copy, map, move, pipe, remove, set } from "proxyfix/rewrite";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import type { IncomingRequest } from "../../src/request/request.js";
import { resolveIncoming } from "../../src/request/resolve-incoming.js";
import { countLookups, countWork } from "./count-work.js";

// How work grows with each length that a client or an option decides. work.test.ts bounds the work itself.

const PEER = "10.0.0.1";
const SHORT = 256;

/**
 * Expects that work grows at most linearly: with a fourfold length it is at most about twice the work with a double length.
 * It is four times as much if it is quadratic. Sorting is between the two.
 */
function expectLinear(measure: (length: number) => number, shortest = SHORT): void {
  const [one, two, four] = [1, 2, 4].map((factor) => measure(factor * shortest)) as [number, number, number];
  // Some lengths of a name cost nothing.
  expect(four).toBeLessThanOrEqual(2.5 * Math.max(one, two) + 64);
}

/** Expects that work does not depend on a length. */
function expectConstant(measure: (length: number) => number, shortest = SHORT): void {
  expect(measure(16 * shortest)).toBe(measure(shortest));
}

function countCharacters(options: ProxyFixOptions, headers: RequestHeaders, authority?: string): number {
  const resolver = createResolver(options);
  return countWork(() => resolver({ headers, peerAddress: PEER, authority })).characters;
}

/** A quarter of them make a value that is valid for long, the others one that is broken somewhere. */
const UNITS = ["a", "a.", "1.", ":", "f:", "[", "/a", "%41", '"', "\\", '\\"', "for=a;", "for=a,", ";", " ", "\t", ",", "1.2.3.4,", "10.0.0.1, ", "on"]; // prettier-ignore

const repeat = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length));

const EVERY = { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 64 };
/** Options with each header that they read. */
const READ: readonly (readonly [options: ProxyFixOptions, header: string])[] = [
  ...["for", "proto", "host", "port", "prefix"].map((fact) => [EVERY, `x-forwarded-${fact}`] as const),
  [{ forwarded: 1 }, "forwarded"],
  [{ forwarded: Infinity, trustedProxies: "10.0.0.0/8" }, "forwarded"],
  [{ trustedProxies: "10.0.0.0/8", xHost: 64 }, "x-forwarded-for"],
  [{ clientAddressHeader: "x-real-ip" }, "x-real-ip"],
  [{ clientAddressHeader: "cloudfront-viewer-address" }, "cloudfront-viewer-address"],
  [{ headerNames: { proto: "x-forwarded-ssl" } }, "x-forwarded-ssl"],
  [{ headerNames: { for: "x-client" } }, "x-client"],
  [{ allowedHosts: ["*.example.com"], xHost: 1 }, "x-forwarded-host"],
  [{ xFor: 0, xProto: 0 }, "host"],
  [{ xFor: 0, xProto: 0 }, ":authority"],
];

const named = READ.map(([options, header]) => [`${header} by ${JSON.stringify(options)}`, options, header] as const);

/** Resolves a request; one that is refused costs as well. */
function countQuietly(options: ProxyFixOptions, headers: RequestHeaders): number {
  const resolver = createResolver(options);
  return countWork(() => {
    try {
      resolver({ headers, peerAddress: PEER });
    } catch {
      // Refused by allowedHosts.
    }
  }).characters;
}

describe("the work of a resolution", () => {
  it.each(named)("grows at most linearly with the length of %s", (_title, options, header) => {
    for (const unit of UNITS) {
      for (const end of ["", '"']) {
        expectLinear((length) => countQuietly(options, { [header]: repeat(unit, length) + end }));
      }
    }
  });

  it.each(named)("grows at most linearly with the number of lines of %s", (_title, options, header) => {
    for (const line of ["", "a", "10.0.0.1", '"', "for=10.0.0.1"]) {
      const lines = (length: number): string[] => Array.from({ length }, () => line);
      expectLinear((length) => countQuietly(options, { [header]: lines(length) }), 100);
    }
  });

  it("grows at most linearly with the authority of a request target", () => {
    for (const unit of UNITS) expectLinear((length) => countCharacters({}, {}, repeat(unit, length)));
  });

  it("does not grow with a header that no option reads", () => {
    for (const header of ["forwarded", "x-real-ip", "via", "x-forwarded-host", "cookie"]) {
      expectConstant((length) => countCharacters({ trustedPeers: PEER }, { [header]: repeat("a,", length) }));
    }
  });

  it("does not grow with the lines to the left of the counted value", () => {
    const headers = (length: number): RequestHeaders => ({
      "x-forwarded-for": [...Array.from({ length }, () => "6.6.6.6"), "203.0.113.7, 10.0.0.2"],
    });
    expectConstant((length) => countCharacters({ trustedProxies: "10.0.0.0/8" }, headers(length)), 10);
  });
});

interface Sent {
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly url?: string;
}

/** Counts the characters that an adapter reads, and those of the headers that it writes. */
function countAdapter(options: AdapterOptions, { lines, url = "/" }: Sent): number {
  const headers: Record<string, string> = {};
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  const socket = { remoteAddress: PEER, server: { maxHeadersCount: 0 } };
  const req: IncomingRequest = { headers, rawHeaders: lines.flat(), url, socket, httpVersionMajor: 1 };
  const adapter = compileAdapter({ warnings: false, ...options });
  return countWork(() => {
    try {
      resolveIncoming(adapter, req);
    } catch {
      // A malformed target is refused.
    }
  }).characters;
}

describe("the work of an adapter", () => {
  const adapters: readonly (readonly [string, AdapterOptions])[] = [
    ["counts", { ...EVERY, xPrefix: 1, trustedPeers: PEER }],
    ["a walk", { trustedProxies: "10.0.0.0/8", xHost: 1 }],
    ["Forwarded", { forwarded: 2, trustedProxies: "10.0.0.0/8" }],
    ["an untrusted peer", { trustedPeers: "192.0.2.1" }],
    ["a shadow", { trustedPeers: PEER, shadow: { xFor: 2 } }],
  ];

  it.each(adapters)("does not grow with the text to the left of the counted values, with %s", (_title, options) => {
    const values = { For: "203.0.113.7, 10.0.0.2", Proto: "https", Host: "a.test", Port: "8443", Prefix: "/app" };
    const send = (length: number): Sent => ({
      lines: [
        ["Host", "app"],
        ...Object.entries(values).map(([fact, value]) => [`X-Forwarded-${fact}`, `${repeat("6.6.6.6, ", length)}, ${value}`] as const),
        ["Forwarded", `${repeat('for="6.6.6.6', length)}, for=203.0.113.7, for=10.0.0.2`],
      ],
    }); // prettier-ignore
    expectConstant((length) => countAdapter(options, send(length)));
  });

  it.each(adapters)("grows at most linearly with the number of header lines, with %s", (_title, options) => {
    const names = ["a", "X-Forwarded-For", "x_forwarded_for", "X-Real-IP", "Forwarded", "Host", "X-Forwarded-Hos_"];
    for (const name of names) {
      const numbered = (length: number): Sent => ({ lines: Array.from({ length }, (_, at) => [`${name}${at}`, "1"]) });
      const repeated = (length: number): Sent => ({ lines: Array.from({ length }, () => [name, "1"]) });
      expectLinear((length) => countAdapter(options, numbered(length)), 100);
      expectLinear((length) => countAdapter(options, repeated(length)), 100);
    }
  });

  it.each(adapters)("grows at most linearly with the length of a header's name and of the target, with %s", (_title, options) => {
    for (const name of ["x-forwarded-for", "x_", "-", "_"]) {
      expectLinear((length) => countAdapter(options, { lines: [[repeat(name, length), "1"]] }));
    }
    for (const url of ["/a", "http://a", "http://", ":", "a?"]) {
      expectLinear((length) => countAdapter(options, { lines: [], url: repeat(url, length) }));
    }
  });
}); // prettier-ignore

describe("the work of a rewrite", () => {
  const rewrite = pipe(
    copy("x-a", "x-forwarded-for"),
    move("x-b", "host"),
    remove("x-internal-*"),
    map("x-forwarded-for", (text) => text.trim()),
    append("x-forwarded-for", "10.0.0.1"),
    set("x-c", "1"),
  );
  const count = (headers: Record<string, string>): number => countWork(() => rewrite(headers, {})).characters;

  it("grows at most linearly with the number of headers and the length of each", () => {
    expectLinear(
      (length) => count(Object.fromEntries(Array.from({ length }, (_, at) => [`x_internal-${at}`, "1"]))),
      100,
    );
    for (const name of ["x-a", "x-b", "x-forwarded-for"]) {
      for (const unit of UNITS) expectLinear((length) => count({ [name]: repeat(unit, length) }));
    }
  });
});

describe("the work of an explanation", () => {
  it.each(named)("grows at most linearly with the length of %s", (_title, options, header) => {
    for (const unit of UNITS) {
      const facts = (length: number) => ({ headers: { [header]: repeat(unit, length) }, peerAddress: PEER });
      expectLinear((length) => countWork(() => explain(facts(length), options)).characters);
    }
  });
});

describe("the work of options", () => {
  const networks = (length: number): string[] =>
    Array.from({ length }, (_, at) => `100.${64 + (at >> 7)}.${(at & 127) * 2}.0/24`);
  const hosts = (length: number): string[] =>
    Array.from({ length }, (_, at) => (at % 2 === 0 ? `*.h${at}.example` : `h${at}.example`));
  const compile = (options: ProxyFixOptions): number => countWork(() => createResolver(options)).characters;

  it("grows at most linearly with the length of each list when a resolver is created", () => {
    expectLinear((length) => compile({ trustedPeers: networks(length) }), 100);
    expectLinear((length) => compile({ trustedProxies: networks(length).join(",") }), 100);
    expectLinear((length) => compile({ allowedHosts: hosts(length) }), 100);
    expectLinear((length) => countWork(() => optionsFromEnv({ PROXY_FIX: `trustedPeers=${networks(length).join(" ")}` })).characters, 100); // prettier-ignore
  });

  it("grows at most linearly with the length of a wrong option", () => {
    const fail = (options: object): number =>
      countWork(() => expect(() => createResolver(options)).toThrow(ProxyFixOptionsError)).characters;
    for (const unit of UNITS) {
      expectLinear((length) => fail({ [repeat(unit, length)]: 1 }));
      expectLinear((length) => fail({ allowedHosts: [`${repeat(unit, length)}!`] }));
      expectLinear((length) => fail({ trustedPeers: `${repeat(unit, length)}!` }));
      expectLinear((length) => fail({ clientAddressHeader: `${repeat(unit, length)}:` }));
    }
  });

  it("does not grow with the number of allowed hosts for a request", () => {
    const name = `${"a.".repeat(60)}h0.example`;
    for (const host of [name, "h1.example", "x.test"]) {
      expectConstant((length) => countQuietly({ allowedHosts: hosts(length) }, { host }), 100);
    }
  });

  it("looks up a trusted peer by halving", () => {
    const count = (length: number): number =>
      countLookups(
        () => createResolver({ trustedPeers: networks(length) }),
        (resolver) => resolver({ headers: {}, peerAddress: "100.64.8.9" }),
      );
    expect(count(4)).toBeGreaterThan(0);
    for (const length of [4, 64, 1024]) expect(count(length)).toBeLessThanOrEqual(Math.log2(length) + 3);
  });
});
