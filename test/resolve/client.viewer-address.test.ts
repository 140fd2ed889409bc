import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { both, expectResolution, listReasons } from "../reference/both.js";
import { PEER } from "./request.js";

const HEADER = "cloudfront-viewer-address";

const CASES: readonly (readonly [text: string, address: string | undefined, port: number | undefined])[] = [
  ["2600:300:f:abcd::9:9985", "2600:300:f:abcd::9", 9985],
  ["2600:300:f:abcd::9:46532", "2600:300:f:abcd::9", 46_532],
  ["2001:DB8:0:0:1:2:3:4:443", "2001:db8::1:2:3:4", 443],
  ["::1:80", "::1", 80],
  ["198.51.100.7:46532", "198.51.100.7", 46_532],
  ["::ffff:1.2.3.4:80", "1.2.3.4", 80],
  ["1.2.3.4:0", "1.2.3.4", undefined],
  ["2001:db8::9:00000", "2001:db8::9", undefined],
  ["1.2.3.4:00080", "1.2.3.4", 80],
  ["1.2.3.4:65535", "1.2.3.4", 65_535],
];

const INVALID = [
  "1.2.3.4",
  "1.2.3.4:",
  "1.2.3.4:_x",
  "1.2.3.4:65536",
  "1.2.3.4:000080",
  "1.2.3.4:8o",
  "1.2.3.4: 80",
  "1.2.3.4 :80",
  "2001:db8::9",
  "[2001:db8::9]:80",
  "[2001:db8::9]",
  "2001:db8:0:0:1:2:3:4",
  "fe80::1%eth0:80",
  "0.0.0.0:80",
  ":::80",
  "::ffff:0.0.0.0:80",
  ":80",
  "80",
  "unknown:80",
  "010.0.0.1:80",
] as const;

describe.each(both)("cloudfront-viewer-address (R5), resolved by %s,", (_by, resolve) => {
  const ways: readonly (readonly [string, ProxyFixOptions])[] = [
    ["the clientAddressHeader", { clientAddressHeader: "CloudFront-Viewer-Address", xProto: 0 }],
    ["the renamed header", { headerNames: { for: "CloudFront-Viewer-Address" }, xProto: 0 }],
  ];

  describe.each(ways)("as %s,", (_way, options) => {
    const read = (text: string) =>
      expectResolution(resolve({ headers: { [HEADER]: text }, peerAddress: PEER, peerPort: 7 }, options));

    it.each(CASES)("is split at the last colon: %j is %s, port %s", (text, address, port) => {
      for (const blanks of [text, ` ${text}\t`]) {
        const resolution = read(blanks);
        expect([resolution.clientAddress, resolution.clientPort]).toEqual([address, port]);
        expect([resolution.addresses, resolution.issues]).toEqual([[address], []]);
      }
    });

    it.each(INVALID)("is invalid: %j", (text) => {
      const resolution = read(text);
      expect([resolution.clientAddress, resolution.clientPort, resolution.addresses]).toEqual([
        undefined,
        undefined,
        [],
      ]);
      expect(listReasons(resolution)).toEqual([`${HEADER} invalid`]);
    });

    it("is empty", () => {
      expect(listReasons(read(" "))).toEqual([`${HEADER} empty`]);
    });
  });

  it("has one value as the clientAddressHeader, and the last one as the renamed header", () => {
    const [[, single], [, renamed]] = ways as [[string, ProxyFixOptions], [string, ProxyFixOptions]];
    const facts = { headers: { [HEADER]: "6.6.6.6:1, 2001:db8::9:9985" }, peerAddress: PEER };
    expect(listReasons(expectResolution(resolve(facts, single)))).toEqual([`${HEADER} duplicate`]);
    expect(expectResolution(resolve(facts, renamed))).toMatchObject({ clientAddress: "2001:db8::9", clientPort: 9985 });
  });

  it("is walked over if it is the renamed header", () => {
    const options = { headerNames: { for: HEADER }, trustedProxies: ["10.0.0.0/8", "2001:db8::/32"] };
    const walk = (text: string) =>
      expectResolution(resolve({ headers: { [HEADER]: text }, peerAddress: PEER }, options)).clientAddress;
    expect(walk("1.2.3.4:5, 2001:db8::9:80")).toBe("1.2.3.4");
    expect(walk("1.2.3.4:5, 2001:db8::9")).toBeUndefined();
  });

  it("is believed behind the proxies that `from` contains", () => {
    const options = { trustedProxies: PEER, clientAddressHeader: { name: HEADER, from: PEER }, xProto: 0 };
    const facts = { headers: { [HEADER]: "2600:300:f:abcd::9:9985" }, peerAddress: PEER };
    expect(expectResolution(resolve(facts, options))).toMatchObject({
      clientAddress: "2600:300:f:abcd::9",
      clientPort: 9985,
      issues: [],
    });
  });
});

describe.each(both)("any other header, resolved by %s,", (_by, resolve) => {
  it("has an IPv6 address that is never split", () => {
    const facts = { headers: { "x-real-ip": "2600:300:f:abcd::9:9985" }, peerAddress: PEER };
    const resolution = expectResolution(resolve(facts, { clientAddressHeader: "x-real-ip" }));
    expect([resolution.clientAddress, resolution.clientPort]).toEqual(["2600:300:f:abcd::9:9985", undefined]);
  });
});
