/**
 * A second statement of which headers a resolved request has, for the tests to compare the written ones with: simple, slow,
 * and written from the rules alone. It decides by the public resolution and its issues, and shares nothing with src but
 * types and the list of vendor headers.
 */
import type { HeaderFields } from "../../src/headers/header-fields.js";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { RequestFacts } from "../../src/resolution.js";
import { referenceResolve, type ReferenceResolution } from "../reference/resolve.js";

const FORWARDING = ["for", "proto", "host", "port", "prefix"].map((fact) => `x-forwarded-${fact}`);
const COVERED = new Set(["host", ":authority", ":scheme", "forwarded", ...FORWARDING, ...VENDOR_HEADERS]);

/** Returns whether a header contains a fact about the client; one with another separator for `-` does too. */
export function isCovered(name: string): boolean {
  return COVERED.has(name) || COVERED.has(name.replaceAll(/[^a-z0-9]/g, "-"));
}

/** Resolves facts; a refused request has the facts of its connection alone, and the issues for which it was refused. */
export function resolveByRules(facts: RequestFacts, options: ProxyFixOptions): ReferenceResolution {
  const outcome = referenceResolve(facts, options);
  if (!("refused" in outcome)) return outcome;
  const { strict: _, allowedHosts, ...accepting } = options;
  const { issues } = resolveByRules(facts, accepting);
  const hostIssue = {
    header: options.xHost === undefined ? "host" : "x-forwarded-host",
    reason: "host-not-allowed",
  } as const;
  return {
    ...resolveByRules(facts, { xFor: 0, xProto: 0 }),
    issues: allowedHosts === undefined ? issues : [...issues, hostIssue],
  };
}

/**
 * Lists the values of the covered headers: each is the believed one. A header that is not believed has none.
 *
 * @param options - with the well-known names only, and xFor without networks
 */
export function valuesByRules(facts: RequestFacts, options: ProxyFixOptions): Map<string, string> {
  const outcome = referenceResolve(facts, options);
  const resolution = resolveByRules(facts, options);
  const values = new Map<string, string>();
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== "") values.set(name, value);
  };
  set("host", resolution.host);
  set(":authority", resolution.host);
  set(":scheme", resolution.proto);
  const { headers } = facts as { readonly headers: HeaderFields };
  const isBelieved = (count: number, name: string): boolean =>
    count > 0 &&
    !("refused" in outcome) &&
    headers[name] !== undefined &&
    !resolution.issues.some((issue) => issue.header === name || issue.reason === "untrusted-peer");
  const { clientAddressHeader: single = "", forwarded = 0 } = options;
  const xFor = options.xFor ?? (forwarded > 0 || single !== "" ? 0 : 1);
  if (isBelieved(xFor, "x-forwarded-for")) set("x-forwarded-for", resolution.addresses.join(", "));
  if (isBelieved(options.xProto ?? (forwarded > 0 ? 0 : 1), "x-forwarded-proto")) {
    set("x-forwarded-proto", resolution.proto);
  }
  if (isBelieved(options.xHost ?? 0, "x-forwarded-host")) set("x-forwarded-host", resolution.host);
  if (isBelieved(options.xPort ?? 0, "x-forwarded-port")) set("x-forwarded-port", `${resolution.port}`);
  if (isBelieved(options.xPrefix ?? 0, "x-forwarded-prefix")) set("x-forwarded-prefix", resolution.prefix);
  if (typeof single === "string" && isBelieved(1, single)) set(single, resolution.clientAddress);
  if (isBelieved(forwarded, "forwarded"))
    set("forwarded", resolution.addresses.map((address) => `for=${address}`).join(", "));
  return values;
}
