import type { Resolution } from "../resolution.js";
import type { Engine } from "./engine.js";
import type { StandardClaims, StandardHeaders } from "./standard-headers.js";
import type { HeaderChanges, PlainHeaders } from "./verified-headers.js";

/** What {@link overwriteStandard} wrote over, as bits. */
const HOST = 1;
const FOR = 2;

/** The headers and lines to write over. */
export interface WrittenOver {
  readonly headers: PlainHeaders;
  readonly lines: string[];
  /** Where Host and X-Forwarded-For have their lines. */
  readonly hostLine: number;
  readonly forLine: number;
}

/**
 * Makes the standard headers and their lines hold what is believed, in place, where nothing else claims anything. Only Host
 * and X-Forwarded-For are written over: what proxies add to, and what they leave alone.
 *
 * @param before - what they hold, in one line each
 * @returns what was written over; a negative number where anything else has to change, and nothing was written
 */
export function overwriteStandard(
  target: WrittenOver,
  before: StandardHeaders,
  claims: StandardClaims,
  engine: Engine,
  resolution: Resolution,
): number {
  if (!isTrue(before, claims, engine, resolution)) return -1;
  const { host, "x-forwarded-for": xFor } = before;
  const hostAfter = engine.tell(resolution, claims.host);
  const forAfter = xFor === undefined ? undefined : engine.tell(resolution, claims["x-forwarded-for"]);
  if (hostAfter !== host && (hostAfter === undefined || host === undefined)) return -1;
  if (xFor !== undefined && forAfter === undefined) return -1;
  let done = 0;
  if (hostAfter !== undefined && hostAfter !== host) {
    target.lines[target.hostLine + 1] = hostAfter;
    target.headers.host = hostAfter;
    done |= HOST;
  }
  if (forAfter !== undefined && forAfter !== xFor) {
    target.lines[target.forLine + 1] = forAfter;
    target.headers["x-forwarded-for"] = forAfter;
    done |= FOR;
  }
  return done;
}

/** Whether the others are there only with what is believed. */
function isTrue(before: StandardHeaders, claims: StandardClaims, engine: Engine, resolution: Resolution): boolean {
  const {
    "x-forwarded-proto": proto,
    "x-forwarded-host": host,
    "x-forwarded-port": port,
    "x-forwarded-prefix": prefix,
    forwarded,
  } = before;
  return (
    (proto === undefined || proto === engine.tell(resolution, claims["x-forwarded-proto"])) &&
    (host === undefined || host === engine.tell(resolution, claims["x-forwarded-host"])) &&
    (port === undefined || port === engine.tell(resolution, claims["x-forwarded-port"])) &&
    (prefix === undefined || prefix === engine.tell(resolution, claims["x-forwarded-prefix"])) &&
    (forwarded === undefined || forwarded === engine.tell(resolution, claims.forwarded))
  );
}

/** Lists what stood where {@link overwriteStandard} wrote: names and values. */
export function listOverwritten(before: StandardHeaders, done: number): HeaderChanges {
  const list: (string | undefined)[] = [];
  if ((done & HOST) !== 0) list.push("host", before.host);
  if ((done & FOR) !== 0) list.push("x-forwarded-for", before["x-forwarded-for"]);
  return list;
}
