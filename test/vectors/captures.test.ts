/** The requests that real proxies sent, resolved by the hop counts that fit each set-up. */
import { describe, expect, it } from "vitest";
import type { ProxyFixOptions } from "../../src/options/options.js";
import { type Resolve, both, expectResolution } from "../reference/both.js";
import { type Fact, UNKNOWABLE } from "./captures-unknowable.js";
import { type Capture, type SetUp, factsOf, setUps } from "./captures.js";

/**
 * Set-ups with wrong counts, since a header that they count may be the client's own, and the right counts: 0 for a
 * header that no proxy always writes.
 */
const UNSAFE: Readonly<Record<string, ProxyFixOptions>> = {
  "nginx: b4 proxy_set_header inheritance lost in location": { xFor: 0, xProto: 0 },
  "haproxy: b2 forwardfor if-none + add-header proto": { xFor: 0, xProto: 1 },
  "caddy: a2 trusted_proxies private_ranges, client inside them": { xFor: 1, xProto: 0 },
  "haproxy3+nginx: h11 haproxy 3.0 option forwarded (TLS) -> nginx Forwarded append": { xFor: 0, xProto: 0 },
};

/** The forged values of the clients in the captures. */
const FORGED = ["6.6.6.6", "7.7.7.7", "1.1.1.1", "2.2.2.2", "3.3.3.3", "evil", "gopher", "ftp", "4443", "/admin"];

/** The true facts of a request. If the client's Host is invalid, there is no port either. */
function truthOf({ truth }: Capture): Partial<Record<Fact, unknown>> {
  const { client_address: address, scheme: proto, host, port, prefix } = truth;
  return host.includes('"')
    ? { address, proto, host: undefined, prefix }
    : { address, proto, host, port: Number(port), prefix };
}

function readFacts(resolve: Resolve, capture: Capture): Record<Fact, unknown> {
  const { clientAddress, proto, hostname, port, prefix } = expectResolution(resolve(factsOf(capture), capture.hops));
  return { address: clientAddress, proto, host: hostname, port, prefix };
}

/** Pairs each set-up with its name, for `it.each`: `%s` prints all of it, `$name` only its first 40 characters. */
function named(list: readonly SetUp[]): (readonly [string, SetUp])[] {
  return list.map((setUp) => [setUp.name, setUp]);
}

function isUnknowable(setUp: string, kind: string, fact: Fact): boolean {
  return (UNKNOWABLE[setUp] ?? []).some(({ facts, kinds }) => facts.includes(fact) && (kinds?.includes(kind) ?? true));
}

/** Lists the wrongly resolved facts of all requests of a set-up, as `kind: fact`. */
function missing(resolve: Resolve, { captures }: SetUp): string[] {
  return [...captures].flatMap(([kind, capture]) => {
    const facts = readFacts(resolve, capture);
    return Object.entries(truthOf(capture))
      .filter(([fact, truth]) => facts[fact as Fact] !== truth)
      .map(([fact]) => `${kind}: ${fact}`);
  });
}

describe.each(both)("the captures of real proxies, resolved by %s", (_by, resolve) => {
  it.each(named(setUps))("all facts but the listed unknowable ones are true: %s", (_name, setUp) => {
    const unknowable = [...setUp.captures].flatMap(([kind, capture]) =>
      Object.keys(truthOf(capture))
        .filter((fact) => isUnknowable(setUp.name, kind, fact as Fact))
        .map((fact) => `${kind}: ${fact}`),
    );
    expect(missing(resolve, setUp)).toEqual(unknowable);
  });

  it.each(named(setUps))("no fact is forged if the counts are right: %s", (_name, { name, captures }) => {
    for (const capture of captures.values()) {
      const resolved = JSON.stringify(resolve(factsOf(capture), UNSAFE[name] ?? capture.hops));
      expect(FORGED.filter((forged) => resolved.includes(forged))).toEqual([]);
    }
  });

  it.each(named(setUps.filter(({ name }) => name in UNSAFE)))(
    "a fact is forged if the counts are wrong: %s",
    (_name, { captures }) => {
      const resolved = [...captures.values()].map((capture) => JSON.stringify(resolve(factsOf(capture), capture.hops)));
      expect(FORGED.filter((forged) => resolved.some((text) => text.includes(forged)))).not.toEqual([]);
    },
  );

  it.each(named(setUps.filter(({ name }) => isSafeForAddresses(name))))(
    "the address is the client's or undefined, never a proxy's, if trustedPeers contains the peer: %s",
    (_name, { captures }) => {
      for (const capture of captures.values()) {
        const options = { ...capture.hops, trustedPeers: ["loopback", "unix"] };
        const { clientAddress } = expectResolution(resolve(factsOf(capture), options));
        expect([capture.truth.client_address, undefined]).toContain(clientAddress);
      }
    },
  );

  it("the address is undefined, the issue `absent`, and strict refuses, if a client made the proxy strip its only header", () => {
    const silenced = setUps.flatMap(({ captures }) => [...captures.values()].filter(isSilenced));
    expect(silenced.length).toBeGreaterThan(0);
    for (const capture of silenced) {
      const options = { ...capture.hops, trustedPeers: ["loopback", "unix"] };
      const { clientAddress, issues } = expectResolution(resolve(factsOf(capture), options));
      expect([clientAddress, issues]).toEqual([undefined, [{ header: "forwarded", reason: "absent" }]]);
      expect(resolve(factsOf(capture), { ...options, strict: true })).toEqual({ refused: 400 });
    }
  });
});

/**
 * Returns whether the client named the proxy's only forwarding header in Connection, and the proxy then stripped its
 * own. Such a request looks like the proxy's own, a health check: so `absent` is enough to make the address undefined (R2).
 */
function isSilenced(capture: Capture): boolean {
  const names = Object.keys(factsOf(capture).headers);
  return (
    (capture.hops.forwarded ?? 0) > 0 &&
    !names.some((name) => /^(forwarded|x-forwarded-(for|proto|host|port|prefix))$/.test(name))
  );
}

/** Returns whether a header of the set-up contains the client address, and never the client's own text. */
function isSafeForAddresses(name: string): boolean {
  const never = UNKNOWABLE[name]?.some(({ facts, kinds }) => facts.includes("address") && kinds === undefined) ?? false;
  return !(name in UNSAFE) && (!never || name === "squid: b accel vhost, forwarded_for off");
}

describe("the tables about the captures", () => {
  it("contain only captured set-ups and kinds of request", () => {
    const names = setUps.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(UNKNOWABLE), ...Object.keys(UNSAFE)]));
    for (const { name, captures } of setUps) {
      const kinds = (UNKNOWABLE[name] ?? []).flatMap((unknowable) => unknowable.kinds ?? []);
      expect([...captures.keys()]).toEqual(expect.arrayContaining(kinds));
    }
  });

  it("contain every forged value in the clients' headers", () => {
    const switches = ["host", "connection"];
    const sent = setUps.flatMap(({ captures }) => [...captures.values()].flatMap(({ client }) => client.headers));
    const unknown = sent.filter(
      ([name, value]) =>
        !switches.includes(name.toLowerCase()) &&
        !["", "on"].includes(value) &&
        !FORGED.some((forged) => value.includes(forged)),
    );
    expect(unknown).toEqual([]);
  });
});
