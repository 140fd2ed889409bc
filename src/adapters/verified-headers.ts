import { describeValue, ProxyFixOptionsError } from "../errors.js";
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

/** What becomes of each header that claims something; a header that is not here is left alone. */
export type Claims = ReadonlyMap<string, ClaimedFact | "delete">;

/**
 * Compiles which headers claim a fact.
 *
 * @param names - of the headers that are believed or deleted
 * @param kept - vendor headers to leave alone
 * @throws {ProxyFixOptionsError} if a header to keep is none that would be deleted
 */
export function compileClaims(names: ClaimNames, kept: readonly string[]): Claims {
  const claims = new Map<string, ClaimedFact | "delete">();
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
  return claims;
}

function readKeptName(value: unknown, forwarding: readonly string[]): string {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  if (VENDOR_HEADERS.includes(name) && !forwarding.includes(name)) return name;
  const hint = forwarding.includes(name)
    ? 'expected a vendor header; forwardedHeaders: "keep" leaves the forwarding headers alone'
    : "expected a vendor header that would be deleted, such as x-real-ip; any other is left alone anyway";
  throw new ProxyFixOptionsError("keepHeaders", `got ${describeValue(value)}; ${hint}`);
}

/**
 * Compares headers with what is believed.
 *
 * @param claims - which headers claim what
 * @param headers - as they came
 * @param tellFact - the believed text of a fact, undefined where it is not believed
 * @param record - what tellFact tells it of
 * @returns what to change; nothing is written
 */
export function verifyHeaders<Known>(
  claims: Claims,
  headers: PlainHeaders,
  tellFact: (record: Known, fact: ClaimedFact) => string | undefined,
  record: Known,
): HeaderChanges {
  const changes: (string | undefined)[] = [];
  for (const name in headers) {
    const claim = claims.get(name);
    if (claim === undefined) {
      if (name.includes("_") && claims.has(name.replaceAll("_", "-"))) changes.push(name, undefined);
      continue;
    }
    const value = claim === "delete" ? undefined : tellFact(record, claim);
    if (headers[name] !== value) changes.push(name, value);
  }
  if (headers.host === undefined) {
    const host = tellFact(record, "authority");
    if (host !== undefined) changes.push("host", host);
  }
  return changes;
}
