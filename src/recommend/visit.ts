import { parsePeer } from "../grammar/address.js";
import { parseHost, type Host } from "../grammar/host.js";
import { parsePrefix } from "../grammar/prefix.js";
import type { Proto } from "../grammar/proto.js";
import type { RequestFacts } from "../resolution.js";
import type { ArrivedRequest, Observation, SentRequest } from "./observation.js";

/** The true facts of a request, as its sender knows them; undefined if the observation does not contain them. */
export interface Truth {
  readonly address: string | undefined;
  readonly proto: Proto;
  readonly hostname: string | undefined;
  readonly port: number | undefined;
  readonly prefix: string | undefined;
}

/** An observation that arrived, with its truth. */
export interface Visit {
  readonly sent: SentRequest;
  readonly arrived: ArrivedRequest;
  readonly facts: RequestFacts;
  readonly truth: Truth;
  readonly visitor: string;
  /** The names of the headers that the sender wrote, in lower case. */
  readonly forged: ReadonlySet<string>;
  /** The names that the sender listed in Connection: a proxy may remove headers of these names, its own too. */
  readonly dropped: ReadonlySet<string>;
}

/**
 * Who vouches for the visitors' addresses: the visitors themselves; one source alone that differs between visitors, as the
 * edges of a CDN may do as well; or nobody.
 */
export type Confirmation = "typed" | "several-visitors" | "none";

/** Reads the observations that arrived, in order. Observations with a URL that cannot be parsed are left out. */
export function readVisits(observations: readonly Observation[]): readonly Visit[] {
  const typed = listTyped(observations);
  return observations.flatMap(({ sent, arrived }) => {
    const url = parseUrl(sent.url);
    if (!("facts" in arrived) || url === undefined) return [];
    const visitor = sent.visitor ?? "";
    const address = sent.address ?? typed.get(visitor);
    const headers = sent.headers ?? [];
    const forged = new Set(headers.map(([name]) => name.toLowerCase()));
    const dropped = new Set(listValues(headers, "connection"));
    const truth = {
      address: address === undefined ? undefined : parsePeer(address.trim()),
      proto: url.proto,
      // A request with a Host of its own asks for no name that its sender vouches for.
      ...(forged.has("host") ? { hostname: undefined, port: undefined } : readHost(url)),
      prefix: findPrefix(url.target, arrived.path),
    };
    return [{ sent, arrived, facts: arrived.facts, truth, visitor, forged, dropped }];
  });
}

/** Returns whether a visit contains no forged header. */
export function isPlain({ forged }: Visit): boolean {
  return forged.size === 0;
}

/** Returns whether every request came as variables of a gateway, which contain the facts of the client's connection. */
export function isGateway(visits: readonly Visit[]): boolean {
  return visits.every(({ arrived }) => arrived.gateway === true);
}

/** Maps each visitor to the address that was typed with one of the observations. */
function listTyped(observations: readonly Observation[]): ReadonlyMap<string, string> {
  const typed = new Map<string, string>();
  for (const { sent } of observations) if (sent.address !== undefined) typed.set(sent.visitor ?? "", sent.address);
  return typed;
}

/** Lists the comma-separated values of a header, in lower case. */
function listValues(headers: NonNullable<SentRequest["headers"]>, header: string): readonly string[] {
  const lines = headers.filter(([name]) => name.toLowerCase() === header).map(([, value]) => value);
  return lines.flatMap((line) => line.split(",").map((value) => value.trim().toLowerCase()));
}

/** The parts of a URL that a request contains. */
interface SentUrl {
  readonly proto: Proto;
  readonly host: Host;
  /** The path and the query. */
  readonly target: string;
}

/** Parses an absolute URL of http or https; undefined if it is none. No request contains its user information. */
function parseUrl(url: string): SentUrl | undefined {
  const [, scheme = "", authority = "", rest = ""] = /^(https?):\/\/([^/?#]*)([^#]*)/i.exec(url) ?? [];
  const host = parseHost(authority, authority.lastIndexOf("@") + 1, authority.length);
  if (host === undefined) return undefined;
  const target = rest.startsWith("/") ? rest : `/${rest}`;
  return { proto: scheme.toLowerCase() === "https" ? "https" : "http", host, target };
}

function readHost({ proto, host }: SentUrl): Pick<Truth, "hostname" | "port"> {
  return { hostname: host.hostname, port: host.port ?? (proto === "https" ? 443 : 80) };
}

/**
 * Finds the part of the sent path in front of the received one.
 *
 * @returns `""` if the two are equal; undefined if a proxy has rewritten the path in another way
 */
function findPrefix(sent: string, received: string): string | undefined {
  for (const [whole, rest] of [
    [sent, received],
    [decode(sent), decode(received)],
  ] as const) {
    if (whole === rest) return "";
    const prefix = whole.slice(0, whole.length - rest.length);
    if (rest.startsWith("/") && whole.endsWith(rest)) return parsePrefix(prefix, 0, prefix.length);
  }
  return undefined;
}

/** Decodes a path as far as its escapes are well-formed. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
