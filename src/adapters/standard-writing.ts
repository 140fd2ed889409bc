import type { Resolution } from "../resolution.js";
import type { Engine } from "./engine.js";
import type { StandardClaims, StandardHeaders } from "./standard-headers.js";

/** Headers and lines to write over, where Host and X-Forwarded-For have one line each, if any. */
export interface WrittenOver {
  /**
   * @param host - what Host is to hold; undefined where it is to be left alone
   * @param xFor - the same of X-Forwarded-For
   */
  writeOver(host: string | undefined, xFor: string | undefined): void;
}

/**
 * Makes the standard headers and their lines hold what is believed, in place, where nothing else claims anything. Only Host
 * and X-Forwarded-For are written over: what proxies add to, and what they leave alone.
 *
 * @param before - what they hold, in one line each
 * @returns false where anything else has to change, and nothing was written
 */
export function overwriteStandard(
  target: WrittenOver,
  before: StandardHeaders,
  claims: StandardClaims,
  engine: Engine,
  resolution: Resolution,
): boolean {
  if (!isTrue(before, claims, engine, resolution)) return false;
  const { host, "x-forwarded-for": xFor } = before;
  const hostAfter = engine.tell(resolution, claims.host);
  const forAfter = xFor === undefined ? undefined : engine.tell(resolution, claims["x-forwarded-for"]);
  if (hostAfter !== host && (hostAfter === undefined || host === undefined)) return false;
  if (xFor !== undefined && forAfter === undefined) return false;
  target.writeOver(hostAfter, forAfter);
  return true;
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
