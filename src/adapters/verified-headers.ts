import { describeValue, ProxyFixOptionsError } from "../errors.js";
import type { Resolution } from "../resolution.js";
import { NameTable } from "./name-table.js";
import { VENDOR_HEADERS } from "./vendor-headers.js";

/** Headers as Node gives them: names in lower case. */
export interface PlainHeaders {
  [name: string]: string | string[] | undefined;
}

/** Which headers to set, and which to delete (undefined): name and value in turn, as in `rawHeaders`, each name once. */
export type HeaderChanges = readonly (string | undefined)[];

export const NO_CHANGES: HeaderChanges = Object.freeze([]);

/** The fact that a header claims. */
export type ClaimedFact =
  "authority" | "scheme" | "for" | "single" | "proto" | "host" | "port" | "prefix" | "forwarded";

/** The names of the headers that options believe, and of those that are deleted whatever they hold. */
export interface ClaimNames {
  readonly for: string | undefined;
  readonly proto: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly prefix: string | undefined;
  readonly forwarded: string | undefined;
  readonly single: string | undefined;
  readonly deleted: readonly string[];
}

/** What becomes of a header that claims something: it tells this fact, or it goes. */
export type Claim = ClaimedFact | "delete";

/** What becomes of each header that claims something; a header that is not in it is left alone. */
export type Claims = NameTable<Claim>;

/**
 * Compiles which headers claim a fact.
 *
 * @param names - of the headers that are believed or deleted
 * @param kept - vendor headers to leave alone
 * @throws {ProxyFixOptionsError} if a header to keep is none that would be deleted
 */
export function compileClaims(names: ClaimNames, kept: readonly string[]): Claims {
  const claims = new Map<string, Claim>();
  const keep = new Set(kept.map((name) => readKeptName(name, names.deleted)));
  for (const name of [...names.deleted, ...VENDOR_HEADERS]) if (!keep.has(name)) claims.set(name, "delete");
  for (const fact of ["for", "single", "proto", "host", "port", "prefix", "forwarded"] as const) {
    const name = names[fact];
    if (name === undefined) continue;
    claims.set(name, fact);
    // A name with `_` is an alias of the one with `-`, which a gateway may turn into it.
    const dashed = name.replaceAll("_", "-");
    if (!claims.has(dashed)) claims.set(dashed, "delete");
  }
  claims.set("host", "authority").set(":authority", "authority").set(":scheme", "scheme");
  return new NameTable(claims, "delete");
}

function readKeptName(value: unknown, forwarding: readonly string[]): string {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  if (VENDOR_HEADERS.includes(name) && !forwarding.includes(name)) return name;
  const hint = forwarding.includes(name)
    ? 'expected a vendor header; forwardedHeaders: "keep" leaves the forwarding headers alone'
    : "expected a vendor header that would be deleted, such as x-real-ip; any other is left alone anyway";
  throw new ProxyFixOptionsError("keepHeaders", `got ${describeValue(value)}; ${hint}`);
}

/** Which headers claim what, and what is believed. */
export interface Verifier {
  readonly claims: Claims;
  /** Tells the believed text of a claim, undefined where it is not believed. */
  readonly tell: (resolution: Resolution, claim: Claim) => string | undefined;
}

/**
 * Compares headers with what is believed.
 *
 * @param resolution - what the headers were resolved to
 * @param sources - those it was resolved from, and before all others; then whatever else may show some
 * @returns what to change, so that none of them shows anything else; nothing is written
 */
export function verifyHeaders(
  { claims, tell }: Verifier,
  resolution: Resolution,
  sources: readonly PlainHeaders[],
): HeaderChanges {
  // By name: a client can send hundreds of spellings.
  const changes = new Map<string, string | undefined>();
  for (const headers of new Set(sources)) {
    for (const name in headers) {
      const claim = claims.find(name);
      if (claim === undefined) continue;
      const value = tell(resolution, claim);
      if (headers[name] !== value) changes.set(name, value);
    }
  }
  const host = sources[0]?.host === undefined ? tell(resolution, "authority") : undefined;
  if (host !== undefined) changes.set("host", host);
  return [...changes].flat();
}

/** Reads the headers that claim something from their lines, several of one name as one, the way Node does it. */
export function readClaimingLines(claims: Claims, lines: readonly string[]): PlainHeaders {
  const headers = Object.create(null) as PlainHeaders;
  for (let at = 0; at < lines.length; at += 2) {
    const spelling = lines[at]!;
    if (!claims.mayHave(spelling)) continue;
    const name = spelling.toLowerCase();
    if (claims.find(name) === undefined) continue;
    const before = headers[name];
    headers[name] = before === undefined ? lines[at + 1] : `${before as string}, ${lines[at + 1]}`;
  }
  return headers;
}

/** Gives the lines of a header as one. */
export function joinLines(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
