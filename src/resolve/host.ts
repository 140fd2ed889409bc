import { findCanonicalHostname } from "../grammar/canonical.js";
import { parseHost, type Host } from "../grammar/host.js";
import { cut, detach, dropBlanks, skipBlanks } from "../grammar/list.js";
import type { CompiledOptions } from "../options/compile-options.js";
import { createIssues, type HeaderIssues } from "../options/issues.js";
import type { RequestFacts } from "../resolution.js";
import { BELIEVED, type BelievedResolution } from "./believed-resolution.js";
import { findCounted, parseItem, readHeader } from "../options/read-header.js";

/** The issues of the connection's own host. */
export const HOST_ISSUES: HeaderIssues = createIssues("host");

/**
 * Sets the host that X-Forwarded-Host contains (docs/reference/rules.md#r7-host). If its counted value is missing, the
 * host is the connection's; if the value is bad, the host is undefined: a proxy is there, and the connection's host would
 * be that proxy's own.
 */
export function resolveHost(
  options: CompiledOptions,
  facts: RequestFacts,
  stated: number,
  resolution: BelievedResolution,
): void {
  const text = options.readers.host(facts.headers);
  const end = findCounted(text, Math.min(options.xHost, stated), options.issues.host, resolution);
  if (text === undefined || end < 0) {
    setConnectionHost(facts, resolution);
    return;
  }
  const start = findCanonicalHostname(text, end);
  if (start < 0) setItem(text, end, options.issues.host, resolution);
  else resolution.setHost(cut(text, start, end), undefined, BELIEVED.host);
}

/** Sets the host in the item that ends at `end`. */
function setItem(text: string, end: number, issues: HeaderIssues, resolution: BelievedResolution): void {
  const host = parseItem(text, end, parseHost, issues, resolution);
  if (host !== undefined) resolution.setHost(host.hostname, host.port, BELIEVED.host);
}

/**
 * Sets the connection's own host: `:authority`, else the authority of the target, else `Host`. It stays undefined, with
 * an issue, if two of them are present and differ (RFC 9113 section 8.3.1), or if one fails the grammar.
 */
export function setConnectionHost({ headers, authority }: RequestFacts, resolution: BelievedResolution): void {
  const pseudo = readHeader(headers, ":authority");
  const target = detachAuthority(authority);
  const field = readHeader(headers, "host");
  const text = pseudo ?? target ?? field;
  if (text === undefined) return;
  const host = parseWhole(text);
  if (host !== undefined && agree(pseudo, target) && agree(pseudo, field) && agree(target, field)) {
    resolution.setHost(host.hostname, host.port, 0);
  } else {
    resolution.addIssue(HOST_ISSUES.invalid);
  }
}

/** Returns whether one of two texts is missing, or both are the same host. */
export function agree(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  const host = parseWhole(one);
  return host !== undefined && isSameHost(host, parseWhole(other));
}

/** The authority of a request target may be a slice of it, and the target is any text of the client's. */
function detachAuthority(authority: string | undefined): string | undefined {
  return authority === undefined ? undefined : detach(authority, Infinity);
}

function parseWhole(text: string): Host | undefined {
  const start = skipBlanks(text, 0, text.length);
  return parseHost(text, start, dropBlanks(text, start, text.length));
}

/** A port 80 or 443 that only one of two hosts has is no difference. */
function isSameHost(one: Host, other: Host | undefined): boolean {
  if (one.hostname !== other?.hostname) return false;
  if (one.port === undefined || other.port === undefined) return [undefined, 80, 443].includes(one.port ?? other.port);
  return one.port === other.port;
}
