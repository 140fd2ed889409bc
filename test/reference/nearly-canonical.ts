/** Requests and options next to those that the shortcuts of grammar/canonical.ts are for, each off in one point or none. */
import fc from "fast-check";

import type { ProxyFixOptions, RequestFacts } from "../../src/index.js";

/** Options under which the shortcuts are taken, and options that exclude one of them. */
export const CANONICAL_OPTIONS: readonly ProxyFixOptions[] = [
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
  { xPrefix: 2 },
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

/** Random options of {@link CANONICAL_OPTIONS}. */
export const nearbyOptions: fc.Arbitrary<ProxyFixOptions> = fc
  .constantFrom(...CANONICAL_OPTIONS)
  .map((some): ProxyFixOptions => ({ xProto: 1, xHost: 1, ...some }));

/** Mostly the first value, so that most requests have at most one that is not canonical. */
const mostly = (canonical: string, ...others: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(canonical) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const ADDRESSES = [
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
const address = mostly(...ADDRESSES);
const PROTOS = [
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
const proto = mostly(...PROTOS);
const HOSTS = [
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
const host = mostly(...HOSTS);
const PORTS = ["8443", "443", "80", "08443", "0", "65536", "8443, 8444", " 8443", "x", ""] as const;
const port = mostly(...PORTS);
/** The values of each header, canonical and nearly canonical. */
export const NEARBY_VALUES: Readonly<Record<string, readonly string[]>> = {
  "x-forwarded-for": ADDRESSES,
  "x-forwarded-proto": PROTOS,
  "x-forwarded-host": HOSTS,
  "x-forwarded-port": PORTS,
};
const lines = (value: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.array(value, { maxLength: 2 }) });
/** Random requests of these values. */
export const nearbyFacts: fc.Arbitrary<RequestFacts> = fc.record({
  headers: fc.record(
    {
      host: fc.constantFrom("app:3000", "app.test", "a b", " app.test\t"),
      "x-forwarded-for": lines(address),
      "x-forwarded-proto": lines(proto),
      "x-forwarded-host": lines(host),
      "x-forwarded-port": lines(port),
      "x-forwarded-prefix": fc.constantFrom("/app", "/a/,/b"),
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
