import type { Resolution } from "../resolution.js";
import type { Engine } from "./engine.js";
import { findOnlyLine } from "./incoming-headers.js";
import { STANDARD_NAMES, type StandardClaims, type StandardHeaders, type StandardName } from "./standard-headers.js";
import { joinLines, type HeaderChanges, type PlainHeaders } from "./verified-headers.js";

/** The headers and lines to write over. */
export interface WrittenOver {
  readonly headers: PlainHeaders;
  readonly lines: string[];
  /** The place of the one line that Host has, a negative number where it has none. */
  readonly hostLine: number;
}

/**
 * Makes the standard headers and their lines hold what is believed, in place, where nothing else claims anything.
 *
 * @param before - what they hold
 * @returns a bit for each that was written over, by its place in STANDARD_NAMES; a negative number where not every change is
 *   another value of a header that has exactly one line, which says the same as the header, and nothing was written
 */
export function overwriteStandard(
  target: WrittenOver,
  before: StandardHeaders,
  claims: StandardClaims,
  engine: Engine,
  resolution: Resolution,
): number {
  const { forwarded } = before;
  const xFor = before["x-forwarded-for"];
  const xProto = before["x-forwarded-proto"];
  const xHost = before["x-forwarded-host"];
  const xPort = before["x-forwarded-port"];
  const xPrefix = before["x-forwarded-prefix"];
  let done = overwrite(target, 0, before.host, engine.tell(resolution, claims.host), 0);
  if (xFor !== undefined) done = overwrite(target, 1, xFor, engine.tell(resolution, claims["x-forwarded-for"]), done);
  if (xProto !== undefined)
    done = overwrite(target, 2, xProto, engine.tell(resolution, claims["x-forwarded-proto"]), done);
  if (xHost !== undefined)
    done = overwrite(target, 3, xHost, engine.tell(resolution, claims["x-forwarded-host"]), done);
  if (xPort !== undefined)
    done = overwrite(target, 4, xPort, engine.tell(resolution, claims["x-forwarded-port"]), done);
  if (xPrefix !== undefined)
    done = overwrite(target, 5, xPrefix, engine.tell(resolution, claims["x-forwarded-prefix"]), done);
  if (forwarded !== undefined) done = overwrite(target, 6, forwarded, engine.tell(resolution, claims.forwarded), done);
  if (done < 0) putBack(target, before, ~done);
  return done;
}

/** @returns `done` with one more bit, or as it was; its complement where this header cannot be written over */
function overwrite(
  { headers, lines, hostLine }: WrittenOver,
  place: number,
  before: StandardHeaders[StandardName],
  after: string | undefined,
  done: number,
): number {
  if (before === after || done < 0) return done;
  const line = place === 0 ? hostLine : findOnlyLine(lines, STANDARD_NAMES[place]!);
  if (after === undefined || line < 0 || lines[line + 1] !== before) return ~done;
  lines[line + 1] = after;
  setHeader(headers, place, after);
  return done | (1 << place);
}

/** A header whose name is written in the code is not looked for: with all of them in a variable it costs 40 ns each. */
function setHeader(headers: PlainHeaders, place: number, value: string): void {
  if (place === 0) headers.host = value;
  else if (place === 1) headers["x-forwarded-for"] = value;
  else if (place === 2) headers["x-forwarded-proto"] = value;
  else if (place === 3) headers["x-forwarded-host"] = value;
  else headers[STANDARD_NAMES[place]!] = value;
}

function putBack({ headers, lines }: WrittenOver, before: StandardHeaders, done: number): void {
  for (const name of STANDARD_NAMES.filter((_, place) => ((done >> place) & 1) === 1)) {
    headers[name] = before[name];
    lines[findOnlyLine(lines, name) + 1] = before[name] as string;
  }
}

/** Lists what stood where {@link overwriteStandard} wrote: names and values. */
export function listOverwritten(before: StandardHeaders, done: number): HeaderChanges {
  return STANDARD_NAMES.flatMap((name, place) => (((done >> place) & 1) === 1 ? [name, joinLines(before[name])] : []));
}
