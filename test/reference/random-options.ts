/** Random options that construction accepts. */
import fc from "fast-check";
import type { Issue, ProxyFixOptions, Trust } from "../../src/index.js";
import { OTHER_NAMES } from "./random-requests.js";

const network = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "loopback", "linklocal", "uniquelocal", "unix", "10.0.0.0/8", "10.0.0.0/255.0.0.0", "10.0.0.1", "192.0.2.1", "192.0.2.0/24",
      "::1", "2001:db8::/32", "2001:db8::1/64", "fe80::/10", "fc00::/7", "::ffff:10.0.0.1", "::ffff:10.0.0.0/104", "::ffff:192.0.2.0/120", "127.0.0.1/32",
    ), // prettier-ignore
  },
  { weight: 1, arbitrary: fc.tuple(fc.nat(255), fc.integer({ min: 8, max: 32 })).map(([part, size]) => `10.${part}.0.0/${size}`) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(0xffff), fc.integer({ min: 7, max: 128 })).map(([part, size]) => `2001:db8:${part.toString(16)}::1/${size}`) },
); // prettier-ignore

const commonTrust = fc.constantFrom<string | readonly string[]>(
  "10.0.0.0/8",
  ["loopback", "10.0.0.0/8", "unix"],
  ["10.0.0.0/8", "2001:db8::/32", "192.0.2.0/24", "127.0.0.1", "::1"],
);

export const trustList: fc.Arbitrary<string | readonly string[]> = fc.oneof(
  { weight: 4, arbitrary: commonTrust },
  { weight: 1, arbitrary: network },
  { weight: 2, arbitrary: fc.array(network, { minLength: 1, maxLength: 4 }) },
);

/** Pure functions by name, so that a counterexample can be read. */
export const TRUST_FUNCTIONS: Readonly<Record<string, (address: string, hop: number) => unknown>> = {
  all: () => true,
  none: () => false,
  tens: (address) => address.startsWith("10."),
  peerAlone: (_address, hop) => hop === 0,
  twoHops: (_address, hop) => hop < 2,
  truthy: () => 1,
  promise: () => Promise.resolve(true),
  throwing: (_address, hop) => {
    if (hop > 0) throw new Error("no");
    return true;
  },
  unixOrLoopback: (address) => address === "unix" || address === "127.0.0.1" || address === "::1",
};

export const trustFunction: fc.Arbitrary<Trust> = fc
  .oneof(
    { weight: 2, arbitrary: fc.constantFrom("all", "tens", "twoHops", "throwing") },
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(TRUST_FUNCTIONS)) },
  )
  .map((name) => Object.defineProperty(TRUST_FUNCTIONS[name] as never, "name", { value: name }) as Trust);

const anyTrust = fc.oneof(
  { weight: 5, arbitrary: trustList as fc.Arbitrary<Trust> },
  { weight: 1, arbitrary: trustFunction },
);

const count = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 1, 2) },
  { weight: 1, arbitrary: fc.constantFrom(3, 5, 63, 64) },
);
const countFrom1 = count.filter((value) => value > 0);
const infinite = fc.constant(Number.POSITIVE_INFINITY);
const headerName = fc.constantFrom(...OTHER_NAMES, "X-Real-IP", "X-Forwarded-Ssl");

const headerNames = fc
  .record(
    { for: headerName, proto: headerName, host: headerName, port: headerName, prefix: headerName },
    { requiredKeys: [] },
  )
  .filter((names) => {
    const used = Object.values(names).map((name) => name.toLowerCase());
    return used.length > 0 && new Set(used).size === used.length;
  });

const counts = fc.record({ xProto: count, xHost: count, xPort: count, xPrefix: count }, { requiredKeys: [] });

const others = fc.oneof(
  { weight: 3, arbitrary: counts },
  { weight: 1, arbitrary: fc.tuple(counts, headerNames).map(([rest, names]) => ({ ...rest, headerNames: names })) },
);

/** Functions for `strict` by name. */
export const STRICT_FUNCTIONS: Readonly<Record<string, (issue: Issue) => boolean>> = {
  untrusted: (issue) => issue.reason === "untrusted-peer",
  invalid: (issue) => issue.reason === "invalid",
  failing: () => {
    throw new Error("no");
  },
  empty: () => undefined as never,
};

const demands = fc.record(
  {
    allowedHosts: fc.constantFrom(
      ["example.com"],
      ["EXAMPLE.com."],
      ["*.example.com", "[::1]"],
      ["*.com"],
      ["[0:0::1]", "localhost", "1.2.3.4"],
    ),
    strict: fc.constantFrom(true, false, ...Object.values(STRICT_FUNCTIONS)),
  },
  { requiredKeys: [] },
);

/** The proxies in front: none named, peers by counts, or a walk; and the header of the address. */
const shapes = fc.oneof(
  fc.record({ xFor: count }, { requiredKeys: [] }),
  fc.record({ xFor: count, trustedPeers: anyTrust }, { requiredKeys: ["trustedPeers"] }),
  fc.record({ xFor: fc.oneof(count, infinite), trustedProxies: trustList }, { requiredKeys: ["trustedProxies"] }),
  fc.record({ xFor: count, trustedProxies: trustFunction }, { requiredKeys: ["trustedProxies"] }),
  fc.record({ clientAddressHeader: headerName }),
  fc.record({ clientAddressHeader: headerName, trustedPeers: anyTrust }),
  fc.record(
    { xFor: count, trustedProxies: anyTrust, clientAddressHeader: fc.record({ name: headerName, from: anyTrust }) },
    { requiredKeys: ["trustedProxies", "clientAddressHeader"] },
  ),
);

const byForwarded = fc.oneof(
  fc.record({ forwarded: countFrom1 }),
  fc.record({ forwarded: countFrom1, trustedPeers: anyTrust }),
  fc.record({ forwarded: fc.oneof(countFrom1, infinite), trustedProxies: trustList }),
  fc.record({ forwarded: countFrom1, trustedProxies: trustFunction }),
);

const besideForwarded = fc.record({ xPort: count, xPrefix: count }, { requiredKeys: [] });

/** Whether the single-valued header contains no other fact; as a string, it may be the header of X-Forwarded-For's name. */
function hasOwnHeaders({ clientAddressHeader: single, headerNames: names = {} }: ProxyFixOptions): boolean {
  if (single === undefined) return true;
  const { for: chain, ...facts } = names;
  const used = Object.values(typeof single === "string" || chain === undefined ? facts : names);
  const name = typeof single === "string" ? single : single.name;
  return !used.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** Options that construction accepts, without `strict` and `allowedHosts`, which only check the result. */
export const believingOptions: fc.Arbitrary<ProxyFixOptions> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(shapes, others)
      .map(([shape, rest]) => ({ ...rest, ...shape }) as ProxyFixOptions)
      .filter(hasOwnHeaders),
  },
  { weight: 2, arbitrary: fc.tuple(byForwarded, besideForwarded).map(([shape, rest]) => ({ ...rest, ...shape })) },
) as fc.Arbitrary<ProxyFixOptions>;

/** Any options that construction accepts. */
export const validOptions: fc.Arbitrary<ProxyFixOptions> = fc.oneof(
  { weight: 3, arbitrary: believingOptions },
  { weight: 1, arbitrary: fc.tuple(believingOptions, demands).map(([options, rest]) => ({ ...options, ...rest })) as fc.Arbitrary<ProxyFixOptions> },
); // prettier-ignore
