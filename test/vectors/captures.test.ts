/** What real proxies sent, read by the hop counts that fit each set-up. */
import { describe, expect, it } from "vitest";
import type { ProxyFixOptions } from "../../src/options/options.js";
import { type Resolve, both, expectResolution } from "../reference/both.js";
import { type Fact, UNTOLD } from "./captures-untold.js";
import { type Capture, type SetUp, factsOf, setUps } from "./captures.js";

/**
 * Set-ups whose counts are wrong, since a header that is counted there may be the client's own; and the counts that are
 * right: a header that no proxy writes for certain counts 0.
 */
const UNSAFE: Readonly<Record<string, ProxyFixOptions>> = {
  "nginx: b4 proxy_set_header inheritance lost in location": { xFor: 0, xProto: 0 },
  "haproxy: b2 forwardfor if-none + add-header proto": { xFor: 0, xProto: 1 },
  "caddy: a2 trusted_proxies private_ranges, client inside them": { xFor: 1, xProto: 0 },
  "haproxy3+nginx: h11 haproxy 3.0 option forwarded (TLS) -> nginx Forwarded append": { xFor: 0, xProto: 0 },
};

/** What the clients of the captures lie about. */
const FORGED = ["6.6.6.6", "7.7.7.7", "1.1.1.1", "2.2.2.2", "3.3.3.3", "evil", "gopher", "ftp", "4443", "/admin"];

/** The truth about a request, fact by fact. What a client asks for that is no host names no port either. */
function truthOf({ truth }: Capture): Partial<Record<Fact, unknown>> {
  const { client_address: address, scheme: proto, host, port, prefix } = truth;
  return host.includes('"')
    ? { address, proto, host: undefined, prefix }
    : { address, proto, host, port: Number(port), prefix };
}

function toldBy(resolve: Resolve, capture: Capture): Record<Fact, unknown> {
  const { clientAddress, proto, hostname, port, prefix } = expectResolution(resolve(factsOf(capture), capture.hops));
  return { address: clientAddress, proto, host: hostname, port, prefix };
}

function isUntold(setUp: string, kind: string, fact: Fact): boolean {
  return (UNTOLD[setUp] ?? []).some(({ facts, kinds }) => facts.includes(fact) && (kinds?.includes(kind) ?? true));
}

/** The facts of all requests of a set-up that come out wrong, as `kind: fact`. */
function missing(resolve: Resolve, { captures }: SetUp): string[] {
  return [...captures].flatMap(([kind, capture]) => {
    const told = toldBy(resolve, capture);
    return Object.entries(truthOf(capture))
      .filter(([fact, truth]) => told[fact as Fact] !== truth)
      .map(([fact]) => `${kind}: ${fact}`);
  });
}

describe.each(both)("what real proxies sent, by %s", (_name, resolve) => {
  it.each(setUps)("tells the truth but for what is listed as untold: $name", (setUp) => {
    const untold = [...setUp.captures].flatMap(([kind, capture]) =>
      Object.keys(truthOf(capture))
        .filter((fact) => isUntold(setUp.name, kind, fact as Fact))
        .map((fact) => `${kind}: ${fact}`),
    );
    expect(missing(resolve, setUp)).toEqual(untold);
  });

  it.each(setUps)("never shows what the client forged, where the counts are right: $name", ({ name, captures }) => {
    for (const capture of captures.values()) {
      const told = JSON.stringify(resolve(factsOf(capture), UNSAFE[name] ?? capture.hops));
      expect(FORGED.filter((forged) => told.includes(forged))).toEqual([]);
    }
  });

  it.each(setUps.filter(({ name }) => name in UNSAFE))("shows it where they are not: $name", ({ captures }) => {
    const told = [...captures.values()].map((capture) => JSON.stringify(resolve(factsOf(capture), capture.hops)));
    expect(FORGED.filter((forged) => told.some((text) => text.includes(forged)))).not.toEqual([]);
  });

  it.each(setUps.filter(({ name }) => isSafeForAddresses(name)))(
    "tells the client's address or none, never a proxy's, where trustedPeers vouches for the peer: $name",
    ({ captures }) => {
      for (const capture of captures.values()) {
        if (isSilenced(capture)) continue;
        const options = { ...capture.hops, trustedPeers: ["loopback", "unix"] };
        const { clientAddress } = expectResolution(resolve(factsOf(capture), options));
        expect([capture.truth.client_address, undefined]).toContain(clientAddress);
      }
    },
  );

  it("says that the header is absent, and refuses by strict, where a client had the proxy's only one stripped", () => {
    const silenced = setUps.flatMap(({ captures }) => [...captures.values()].filter(isSilenced));
    expect(silenced.length).toBeGreaterThan(0);
    for (const capture of silenced) {
      const options = { ...capture.hops, trustedPeers: ["loopback", "unix"] };
      const { issues } = expectResolution(resolve(factsOf(capture), options));
      expect(issues).toEqual([{ header: "forwarded", reason: "absent" }]);
      expect(resolve(factsOf(capture), { ...options, strict: true })).toEqual({ refused: 400 });
    }
  });
});

/**
 * Whether the client named the proxy's only forwarding header in Connection, and the proxy then stripped its own. What
 * is left looks like a visit of the proxy itself, a health check: the address is the peer's (R2), with an issue.
 */
function isSilenced(capture: Capture): boolean {
  const names = Object.keys(factsOf(capture).headers);
  return (
    (capture.hops.forwarded ?? 0) > 0 &&
    !names.some((name) => /^(forwarded|x-forwarded-(for|proto|host|port|prefix))$/.test(name))
  );
}

/** Whether some header of the set-up tells the address, and no request makes it the client's own word. */
function isSafeForAddresses(name: string): boolean {
  const never = UNTOLD[name]?.some(({ facts, kinds }) => facts.includes("address") && kinds === undefined) ?? false;
  return !(name in UNSAFE) && (!never || name === "squid: b accel vhost, forwarded_for off");
}

describe("the tables about the captures", () => {
  it("name set-ups and kinds of request that were captured", () => {
    const names = setUps.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(UNTOLD), ...Object.keys(UNSAFE)]));
    for (const { name, captures } of setUps) {
      const kinds = (UNTOLD[name] ?? []).flatMap((untold) => untold.kinds ?? []);
      expect([...captures.keys()]).toEqual(expect.arrayContaining(kinds));
    }
  });

  it("know every lie that the clients told in headers with a value of their own", () => {
    const switches = ["host", "connection"];
    const told = setUps.flatMap(({ captures }) => [...captures.values()].flatMap(({ client }) => client.headers));
    const unknown = told.filter(
      ([name, value]) =>
        !switches.includes(name.toLowerCase()) &&
        !["", "on"].includes(value) &&
        !FORGED.some((forged) => value.includes(forged)),
    );
    expect(unknown).toEqual([]);
  });
});
