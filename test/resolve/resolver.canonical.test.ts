import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ProxyFixOptions, RequestHeaders } from "../../src/index.js";
import { compilePlan } from "../../src/options/compile-options.js";
import { BELIEVED, ResolutionRecord } from "../../src/resolve/believed-resolution.js";
import { resolvePlain, takePlain } from "../../src/GONE";
import { coreResolve } from "../reference/both.js";
import { referenceResolve } from "../reference/resolve.js";
import { LIMIT, RUNS } from "../reference/runs.js";

const someOptions: readonly ProxyFixOptions[] = [
  {},
  { xHost: 0 },
  { xHost: 2 },
  { xProto: 0 },
  { xProto: 2 },
  { xFor: 0 },
  { xFor: 2 },
  { xPort: 1 },
  { xPort: 1, xHost: 0 },
  { xPort: 1, trustedPeers: "10.0.0.0/8" },
  { xPort: 2 },
  { xPort: 2, trustedProxies: "10.0.0.0/8" },
  { xPort: 1, headerNames: { port: "x-scheme" } },
  { xPrefix: 1 },
  { headerNames: { for: "x-real-ip" } },
  { headerNames: { proto: "x-forwarded-ssl" } },
  { headerNames: { proto: "x-scheme" } },
  { headerNames: { host: "x-fhost" } },
  { headerNames: { for: "x-forwarded-host", host: "x-forwarded-for" } },
  { clientAddressHeader: "x-real-ip" },
  { trustedPeers: "10.0.0.0/8" },
  { trustedPeers: "192.0.2.0/24" },
  { trustedProxies: "10.0.0.0/8" },
  { trustedProxies: "192.0.2.0/24", xFor: 1 },
  { trustedProxies: "10.0.0.0/8", xFor: 0 },
  { trustedProxies: "10.0.0.0/8", xFor: 2 },
  { trustedProxies: "10.0.0.0/8", xHost: 2 },
  { trustedProxies: ["10.0.0.0/8", "fd00::/8"] },
  { trustedProxies: (address) => address.startsWith("10."), xFor: 2 },
  { trustedProxies: (address) => address.startsWith("10.") },
  { trustedProxies: "10.0.0.0/8", xFor: 1, clientAddressHeader: { name: "x-real-ip", from: "10.0.0.1" } },
  { strict: true },
  { allowedHosts: ["www.example.com"] },
];
const options = fc.constantFrom(...someOptions).map((some): ProxyFixOptions => ({ xProto: 1, xHost: 1, ...some }));

/** Mostly a plain value, so that in most requests at most one is not. */
const mostly = (plain: string, ...others: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const someAddresses = [
  "203.0.113.7",
  "6.6.6.6, 203.0.113.7",
  "10.1.2.3",
  "203.0.113.7, 10.1.2.3",
  "203.0.113.7,10.3.3.3, 10.1.2.3",
  "10.3.3.3, 10.1.2.3",
  ", 10.1.2.3",
  "0.0.0.0, 10.1.2.3",
  "10.3.3.3 10.1.2.3",
  "[fd00::1], 10.1.2.3",
  "6.6.6.6, 2001:db8::7, fd00::1",
  "2001:db8::7,fd00::2, 10.1.2.3",
  "::, fd00::1",
  "::ffff:10.2.2.2, fd00::1",
  "::ffff:a02:202, fd00::1",
  "6.6.6.6 203.0.113.7",
  "203.0.113.7 ",
  "0.0.0.0",
  "6.6.6.6,0.0.0.0",
  "203.0.113.7:4711",
  "::ffff:203.0.113.7",
  "2001:db8::7",
  "",
] as const;
const address = mostly(...someAddresses);
const someProtos = [
  "https",
  "http",
  "HTTPS",
  " https",
  "http, https",
  "https,http",
  "x, HTTPS",
  "x, httpS",
  "http,  https",
  "xhttps",
  "x https",
  ", ttps",
  "http,s",
  "on",
  "ftp",
  "",
] as const;
const proto = mostly(...someProtos);
const someHosts = [
  "www.example.com",
  "a.test, www.example.com",
  "www.example.com:8443",
  "WWW.example.com",
  " www.example.com",
  "www.example.com.",
  "203.0.113.9",
  "a b",
  "a.test,www.example.com",
  "a.test www.example.com",
  ", www.example.com",
  "",
] as const;
const host = mostly(...someHosts);
const somePorts = ["8443", "443", "80", "08443", "0", "65536", "8443, 8444", " 8443", "x", ""] as const;
const port = mostly(...somePorts);
const SOME_VALUES: Readonly<Record<string, readonly string[]>> = {
  "x-forwarded-for": someAddresses,
  "x-forwarded-proto": someProtos,
  "x-forwarded-host": someHosts,
  "x-forwarded-port": somePorts,
};
const lines = (value: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.array(value, { maxLength: 2 }) });
const facts = fc.record({
  headers: fc.record(
    {
      host: fc.constantFrom("app:3000", "app.test", "a b"),
      "x-forwarded-for": lines(address),
      "x-forwarded-proto": lines(proto),
      "x-forwarded-host": lines(host),
      "x-forwarded-port": lines(port),
      "x-forwarded-prefix": fc.constant("/app"),
      "x-forwarded-ssl": fc.constantFrom("on", "off"),
      "x-scheme": proto,
      "x-real-ip": address,
      "x-fhost": host,
    },
    { requiredKeys: ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] },
  ),
  peerAddress: fc.constantFrom("10.0.0.1", "198.51.100.1", undefined),
  encrypted: fc.boolean(),
});

describe("the short way of a request as nearly all are", () => {
  it(
    "gives what the rules give, next to all the ways in which a request or its options are not so",
    () => {
      let taken = 0;
      const property = fc.property(facts, options, (some, chosen) => {
        expect(coreResolve(some, chosen)).toStrictEqual(referenceResolve(some, chosen));
        if (isTaken(chosen, some.headers)) taken += 1;
      });
      fc.assert(property, { numRuns: 2 * RUNS });
      expect(taken).toBeGreaterThan(RUNS / 20);
    },
    LIMIT,
  );

  it.each(someOptions)("gives what the rules give for each value that a header may have, with %o", (chosen) => {
    for (const own of ["app:3000", "app.test", "6.6.6.6, app.test"]) {
      for (const [name, values] of Object.entries(SOME_VALUES)) {
        for (const value of values) {
          const some = { headers: { ...plain, host: own, [name]: value }, peerAddress: "10.0.0.1" };
          const all = { xProto: 1, xHost: 1, ...chosen };
          expect(coreResolve(some, all), `${own} ${value}`).toStrictEqual(referenceResolve(some, all));
        }
      }
    }
  });

  it("leaves the record alone where it cannot be gone", () => {
    fc.assert(
      fc.property(facts, ({ headers }) => {
        const record = new ResolutionRecord("http", "");
        if (takePlain(compilePlan({ xHost: 1, xPort: 1 }), headers, record)) return;
        expect(record).toStrictEqual(new ResolutionRecord("http", ""));
        expect(record.chainLength).toBe(0);
        expect(Object.values(BELIEVED).some((fact) => record.isBelieved(fact))).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    [{ xProto: 1, xHost: 1 }, BELIEVED.for | BELIEVED.proto | BELIEVED.host],
    [{ xProto: 0, xHost: 1 }, BELIEVED.for | BELIEVED.host],
    [{ xProto: 1, xHost: 0 }, BELIEVED.for | BELIEVED.proto],
    [{ xProto: 1, xHost: 1, xPort: 1 }, BELIEVED.for | BELIEVED.proto | BELIEVED.host | BELIEVED.port],
  ])("says which headers it believed, with %o", (chosen, believed) => {
    const record = new ResolutionRecord("http", "");
    const plan = compilePlan(chosen);
    takePlain(plan, { ...plain, "x-forwarded-port": "8443" }, record);
    expect(listBelieved(record)).toBe(believed);
    expect(listBelieved(resolvePlain(plan, "https", "203.0.113.7", "www.example.com", "8443"))).toBe(believed);
  });

  it.each([
    ["proto", undefined, "203.0.113.7", "www.example.com", "8443"],
    ["address", "https", undefined, "www.example.com", "8443"],
    ["host", "https", "203.0.113.7", undefined, "8443"],
    ["port", "https", "203.0.113.7", "www.example.com", undefined],
  ])("cannot be gone without %s", (_what, xProto, xFor, xHost, xPort) => {
    for (const count of [0, 1])
      expect(resolvePlain(compilePlan({ xHost: count, xPort: 1 }), xProto, xFor, xHost, xPort)).toBeUndefined();
  });

  it.each<[string, ProxyFixOptions]>([
    ["with counts", { xProto: 1, xHost: 1 }],
    ["with the peers that are trusted", { xHost: 1, trustedPeers: "10.0.0.0/8" }],
    ["with the proxies that are trusted", { xHost: 1, trustedProxies: "10.0.0.0/8" }],
    ["where the host is the connection's", {}],
    ["with the port", { xHost: 1, xPort: 1 }],
    ["strictly, and with hosts to allow", { xHost: 1, strict: true, allowedHosts: ["www.example.com"] }],
  ])("is gone %s", (_how, chosen) => {
    expect(isTaken(chosen, { ...plain, "x-forwarded-port": "8443" })).toBe(true);
  });

  it.each(["http, https", "https,http"])("is gone where a proxy adds to what a client sent, %s", (text) => {
    const appended = { "x-forwarded-proto": text, "x-forwarded-host": "evil.test,www.example.com" };
    expect(isTaken({ xHost: 1 }, { ...plain, ...appended })).toBe(true);
  });
});

const plain = {
  "x-forwarded-for": "6.6.6.6, 203.0.113.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "www.example.com",
};

function listBelieved(record: ResolutionRecord | undefined): number {
  const all = Object.values(BELIEVED).filter((fact) => record?.isBelieved(fact));
  return all.reduce((bits, fact) => bits | fact, 0);
}

function isTaken(chosen: ProxyFixOptions, headers: RequestHeaders): boolean {
  const plan = compilePlan(chosen);
  return plan.isPlain && takePlain(plan, headers, new ResolutionRecord("http", ""));
}
