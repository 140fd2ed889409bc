import type { ProxyFixOptions } from "../../../src/index.js";
import type { Layer } from "../harness/stack.js";

/** The listener to which a client connects. */
export interface Entry {
  /** The documented port: 8080, or 8443 for TLS. */
  readonly listens: 8080 | 8443;
  readonly tls: boolean;
  /** Whether the proxy also listens on an IPv6 address. */
  readonly ipv6: boolean;
  /** The path under which the proxy mounts the application, `""` or `"/app"`. */
  readonly prefix: string;
}

/** A fact about a client that an application needs. */
export type Fact = "address" | "proto" | "host";

/** Proxies in front of an application, the options for them, and their properties. */
export interface SetUp {
  /** The name by which pages and tables refer to it, such as "nginx/usual". */
  readonly name: string;
  /** Its title in tables. */
  readonly title: string;
  readonly layers: readonly Layer[];
  readonly options: ProxyFixOptions;
  readonly entry: Entry;
  /** Whether the application listens on a unix-domain socket. */
  readonly unix: boolean;
  /** Whether WebSocket requests reach the application. */
  readonly websocket: boolean;
  /** Whether a body of 5 MiB reaches the application. */
  readonly bodies: boolean;
  /** Whether two clients can share a connection between proxy and application. */
  readonly sharesUpstream: boolean;
  /** The facts that no proxy states: the application sees the connection's own instead. */
  readonly unknowable: readonly Fact[];
  /** The attacks whose forgery is believed here, by name. Not empty only for set-ups that their pages warn of. */
  readonly lets: readonly string[];
  /** The attacks among them that `strict` does not refuse. */
  readonly letsUnderStrict: readonly string[];
}

/** The properties of a set-up that differ from the defaults. */
export type SetUpParts = Pick<SetUp, "name" | "title" | "layers" | "options"> &
  Partial<Omit<SetUp, "entry">> & { readonly entry?: Partial<Entry> };

/** Completes a set-up. Defaults: HTTP on port 8080 over IPv4 and IPv6, mounted at the root, safe, all facts known. */
export function createSetUp(parts: SetUpParts): SetUp {
  const tls = parts.entry?.tls ?? false;
  return {
    unix: false,
    websocket: false,
    bodies: true,
    sharesUpstream: false,
    unknowable: [],
    lets: [],
    letsUnderStrict: [],
    ...parts,
    entry: { listens: tls ? 8443 : 8080, tls, ipv6: true, prefix: "", ...parts.entry },
  };
}

/** One proxy with one configuration file. */
export function oneLayer(proxy: Layer["proxy"], files: readonly string[], tls = false): readonly Layer[] {
  return [{ proxy, files: files.map((file) => `${proxy}/${file}`), listens: tls ? 8443 : 8080 }];
}

/** TLS at the edge. */
export const TLS: Partial<Entry> = { tls: true };
/** Mounted at /app. */
export const AT_APP: Partial<Entry> = { prefix: "/app" };

/** The attacks that send forged values of the counted headers. */
export const OWN_VALUES: readonly string[] = [
  "every header at once",
  "every header at once, well formed",
  "several lines of each header",
  "Connection names the headers",
  "HTTP/1.0 without Host",
];
/** The attacks among them in which every value passes its grammar. */
export const WELL_FORMED_VALUES: readonly string[] = ["every header at once, well formed", "HTTP/1.0 without Host"];
/** The attack that claims TLS on a plain listener. */
export const CLAIMS_TLS = "a plain visit that claims TLS";
