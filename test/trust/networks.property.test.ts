import { fc, test } from "@fast-check/vitest";
import proxyaddr from "proxy-addr";
import { describe, expect } from "vitest";

import { parsePeerIp } from "../../src/grammar/address.js";
import { compileNetworks } from "../../src/trust/networks.js";

const octet = fc.oneof(fc.constantFrom(0, 1, 10, 127, 128, 255), fc.nat({ max: 255 }));
const ipv4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join("."));
const group = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x8000), fc.nat({ max: 0xffff }));
const ipv6 = fc
  .tuple(group, group, group, group, group, group, group, group)
  .map((parts) => parts.map((part) => part.toString(16)).join(":"));
const mapped = ipv4.map((address) => `::ffff:${address}`);
const network = fc.oneof(
  fc.constantFrom("loopback", "linklocal", "uniquelocal"),
  ipv4,
  fc.tuple(ipv4, fc.integer({ min: 8, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
  fc
    .tuple(ipv6, fc.integer({ min: 7, max: 128 }))
    // A mapped network with a shorter prefix is refused.
    .filter(([address, bits]) => bits >= 104 || !address.startsWith("0:0:0:0:0:ffff:"))
    .map(([address, bits]) => `${address}/${bits}`),
  mapped,
  fc.tuple(mapped, fc.integer({ min: 104, max: 128 })).map(([address, bits]) => `${address}/${bits}`),
);

/** Lists addresses near the edges of a network, which a wrong comparison would get wrong. */
function listNearby(entry: string): string[] {
  const [address = ""] = entry.split("/");
  if (!/[.:]/.test(address)) return [];
  const separator = address.includes(".") ? "." : ":";
  const parts = address.split(separator);
  return parts.flatMap((part, place) =>
    [-1, 1].map((step) => {
      const base = separator === "." && !part.includes(":") ? 10 : 16;
      const value = Number.parseInt(part, base) + step;
      return parts.with(place, value >= 0 ? value.toString(base) : part).join(separator);
    }),
  );
}

describe("compileNetworks", () => {
  test.prop(
    [fc.array(network, { minLength: 1, maxLength: 12 }), fc.array(fc.oneof(ipv4, ipv6, mapped), { maxLength: 10 })],
    {
      numRuns: Number(process.env.PROXYFIX_RUNS ?? 1000),
    },
  )("returns for each address the same as proxy-addr, on a list of networks", (entries, addresses) => {
    const contains = proxyaddr.compile(entries);
    const isInNetworks = compileNetworks(entries);
    const near = entries.flatMap((entry) => [entry.split("/")[0]!, ...listNearby(entry)]);
    for (const text of [...addresses, ...near]) {
      const address = parsePeerIp(text);
      expect([text, address !== undefined && isInNetworks(address)]).toEqual([text, contains(text, 0)]);
    }
  });
});
