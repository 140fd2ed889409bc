import { createRequire } from "node:module";
import fc from "fast-check";

/** A request as an application receives it from its nearest proxy. */
export interface SentRequest {
  /** The address of the nearest proxy. */
  readonly peer: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the connection is TLS. */
  readonly encrypted?: boolean;
}

const CLIENTS = ["198.51.100.7", "203.0.113.9", "8.8.4.4", "2001:db8::7", "2a00:1450:4001::200e"];
/** Addresses in every network of the migration pages, and one outside all of them. */
const PROXIES = ["127.0.0.1", "127.0.0.9", "10.0.0.5", "10.0.0.6", "10.200.3.4", "192.0.2.17"];
const HOSTS = ["shop.example", "shop.example:8443", "a-b.example", "[2001:db8::1]:8443"];
/** The most proxies in a row that a list trusts here, and that a function of the pages does. */
const LONGEST = { list: 3, function: 2 };

// By require, since the package has no types and the published ones import Node's.
const { compile } = createRequire(import.meta.url)("proxy-addr") as {
  readonly compile: (networks: string | readonly string[]) => (address: string) => boolean;
};

/** The proxies that an old option is for. */
export interface ProxiesInFront {
  readonly least: number;
  readonly most: number;
  readonly isProxy: (address: string) => boolean;
}

/** An exact number of proxies, of which the nearest is on this machine; the old option does not check addresses. */
export function countProxies(count: number): ProxiesInFront {
  return { least: count, most: count, isProxy: compile("loopback") };
}

/** The proxies that an old option trusts: a number of them, a list of networks, or a function. */
export function readProxies(trust: unknown): ProxiesInFront {
  if (trust === false) return countProxies(0);
  if (typeof trust === "number") return countProxies(trust);
  if (typeof trust === "function") {
    return { least: 1, most: LONGEST.function, isProxy: trust as (address: string) => boolean };
  }
  const list = typeof trust === "string" ? trust.split(/, */) : (trust as readonly string[]);
  return { least: 1, most: LONGEST.list, isProxy: compile(list) };
}

/**
 * Requests of honest clients behind proxies: each proxy appends the address of its own peer to X-Forwarded-For, and the
 * nearest overwrites X-Forwarded-Proto. No client sends a forwarding header.
 */
export function honestRequests({ least, most, isProxy }: ProxiesInFront): fc.Arbitrary<SentRequest> {
  const address = fc.constantFrom(...PROXIES.filter(isProxy));
  const chain = fc.array(address, { minLength: least, maxLength: most });
  return fc
    .record({
      client: fc.constantFrom(...CLIENTS),
      chain,
      proto: fc.constantFrom("http", "https"),
      host: fc.constantFrom(...HOSTS),
    })
    .map(({ client, chain: proxies, proto, host }) => {
      // Without a proxy the client is the peer.
      const [peer = client, ...others] = proxies;
      const headers = { host, "user-agent": "honest/1.0" };
      if (proxies.length === 0) return { peer, headers };
      const list = [client, ...others.reverse()].join(", ");
      return { peer, headers: { ...headers, "x-forwarded-for": list, "x-forwarded-proto": proto } };
    });
}

/** Moves the address that the proxies state into another header, as proxies do that write that one. */
export function moveAddress<Request extends SentRequest>(request: Request, name: string): Request {
  const { "x-forwarded-for": value, ...headers } = request.headers;
  return { ...request, headers: value === undefined ? headers : { ...headers, [name]: value } };
}
