/** Random requests: hostile, but such as a server can hand over. */
import fc from "fast-check";
import { type HeaderValue, forwardedHeader, listHeader } from "./random-headers.js";
import {
  addressText, hostText, nodeText, portText, prefixText, protoText, similarHost, viewerText,
} from "./random-texts.js"; // prettier-ignore
import type { ReferenceRequest } from "./request.js";
import { VENDOR_SIGNS } from "./signs.js";

/** Names that random options give to a renamed or single-valued header, beside the well-known ones. */
export const OTHER_NAMES = ["x-real-ip", "cf-connecting-ip", "x-forwarded-ssl", "front-end-https", "x-fhost", "cloudfront-viewer-address", "constructor", "get"] as const; // prettier-ignore

/** Peers in every form that a socket reports, and in some that none does. */
export const peerAddresses: fc.Arbitrary<string | undefined> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("10.0.0.1", "10.0.0.1", "::ffff:10.0.0.1", "127.0.0.1", "::1", "unix") },
  { weight: 1, arbitrary: fc.constantFrom("198.51.100.7", "fe80::1%eth0", "::", "0.0.0.0", "::ffff:0.0.0.0") },
  {
    weight: 1,
    // prettier-ignore
    arbitrary: fc.constantFrom(undefined, "", "UNIX", "10.0.0.1:80", "[::1]", "1.2.3.4%a", "::1%", "fe80::1%a%b", " 10.0.0.1"),
  },
  { weight: 1, arbitrary: fc.oneof(addressText, nodeText) },
);

/** Sixty to seventy hops of one network, to reach the limit of a walk. */
const longChain = fc.integer({ min: 60, max: 70 }).map((length) => Array.from({ length }, () => "10.0.0.2").join(","));

const single = fc.oneof(
  nodeText,
  nodeText.map((text) => ` ${text}\t`),
  listHeader(nodeText),
);

const host = fc.oneof(
  { weight: 8, arbitrary: hostText },
  { weight: 4, arbitrary: similarHost },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(" ", "\t", " \t ", "\u00a0"), similarHost).map(([blank, text]) => blank + text + blank) },
  { weight: 1, arbitrary: listHeader(hostText) },
  { weight: 1, arbitrary: fc.constantFrom("", " ") },
); // prettier-ignore

/** Headers that only show a proxy at work, and headers that do not even show that. */
const HINTS = ["via", "cdn-loop", ...VENDOR_SIGNS, "proxy", "x-script-name", "x-ingress-path", "cf-ipcountry", "x-vercel-ip-country", "cloudfront-viewer-country", "x-request-id"]; // prettier-ignore

/** The values of the headers that random requests have, by name. */
export const HEADER_VALUES: Readonly<Record<string, fc.Arbitrary<HeaderValue>>> = {
  host,
  "x-forwarded-for": fc.oneof({ weight: 20, arbitrary: listHeader(nodeText) }, { weight: 1, arbitrary: longChain }),
  "x-forwarded-proto": listHeader(protoText),
  "x-forwarded-host": listHeader(hostText),
  "x-forwarded-port": listHeader(portText),
  "x-forwarded-prefix": listHeader(prefixText),
  forwarded: forwardedHeader,
  ":authority": host,
  "x-real-ip": single,
  "cf-connecting-ip": single,
  "x-forwarded-ssl": listHeader(protoText),
  "front-end-https": listHeader(protoText),
  "cloudfront-viewer-address": fc.oneof(viewerText, listHeader(viewerText)),
  "x-fhost": listHeader(fc.oneof(hostText, nodeText, prefixText, portText)),
  constructor: single,
  get: single,
  x_forwarded_for: single,
};

/** Headers that most requests have; each of the others is in one of five. */
const COMMON = ["host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix", "forwarded"]; // prettier-ignore

/** Headers as a server has them. */
export type HeaderRecord = Readonly<Record<string, HeaderValue>>;

const usual: fc.Arbitrary<HeaderRecord> = fc
  .tuple(
    ...Object.entries(HEADER_VALUES).map(([name, value]) =>
      fc
        .tuple(fc.nat(9), value)
        .map(([chance, text]) => (chance > 0 && chance < (COMMON.includes(name) ? 8 : 3) ? [[name, text]] : [])),
    ),
  )
  .map((entries) => Object.fromEntries(entries.flat() as [string, HeaderValue][]));

/** Host and at most two headers that may show a proxy at work. */
const sparse: fc.Arbitrary<HeaderRecord> = fc
  .tuple(
    fc.option(host),
    fc.dictionary(fc.constantFrom(...HINTS), fc.oneof(fc.constantFrom("", "1.1 proxy", []), nodeText), { maxKeys: 2 }),
  )
  .map(([own, hints]) => (own === null ? hints : { host: own, ...hints }));

/** The headers of random requests. */
export const headerRecords: fc.Arbitrary<HeaderRecord> = fc.oneof(
  { weight: 6, arbitrary: usual },
  { weight: 1, arbitrary: sparse },
);

/** The same headers with `get` as a fetch Headers has it: lines joined, and null if there are none. */
export function fetchLike(record: HeaderRecord): ReferenceRequest["headers"] {
  const own = new Map(Object.entries(record));
  const headersLike = {
    [fc.toStringMethod]: () => `headersOf(${fc.stringify(record)})`,
    get(name: string): string | null {
      if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw new TypeError(`${name} is an invalid header name`);
      const value = own.get(name.toLowerCase());
      if (value === undefined || value.length === 0) return value === "" ? "" : null;
      return typeof value === "string" ? value : value.join(", ");
    },
  };
  return headersLike as { get(name: string): string | null };
}

const headers = fc.tuple(headerRecords, fc.nat(5)).map(([record, shape]) => {
  if (shape === 0) return fetchLike(record);
  return shape === 1 ? Object.assign(Object.create(null) as object, record) : { ...record };
}) as fc.Arbitrary<ReferenceRequest["headers"]>;

/** The authority of an absolute-form target, which most requests do not have. */
const authority = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: host.map((text) => ({ authority: typeof text === "string" ? text : text.join(",") })),
  },
);

/** Anything that a server may know about a request. */
export const requestFacts: fc.Arbitrary<ReferenceRequest> = fc
  .tuple(
    fc.record(
      {
        headers,
        peerAddress: peerAddresses,
        peerPort: fc.constantFrom(undefined, 0, 1, 40_000),
        encrypted: fc.boolean(),
        prefix: fc.constantFrom("", "/mounted"),
      },
      { requiredKeys: ["headers", "peerAddress"] },
    ),
    authority,
  )
  .map(([connection, target]) => ({ ...connection, ...target })) as fc.Arbitrary<ReferenceRequest>;
